public import Ansatz

/// A checked sweep: its members, each of which is a good scenario.
public struct SweepPlan: Sendable {
    /// The scenario without the sweep.
    public let base: Scenario
    public let definition: SweepDefinition
    /// In the order of results; of a grid the last axis varies fastest.
    public let members: [SweepMember]
    let baseDirectory: String

    /// Reads and checks a scenario with its sweep, where it has one.
    ///
    /// - Parameters:
    ///   - arguments: what the command line says of the sweep.
    ///   - overrides: the texts of `--set`, which hold for every member.
    /// - Returns: no plan for a scenario that asks for no sweep.
    /// - Throws: all errors of the scenario and of its members. An error that only some members have names them.
    public static func check(
        path: String, overrides: [String] = [], arguments: SweepArguments = SweepArguments(), registry: Registry
    ) throws(Diagnostics) -> (scenario: Scenario, plan: SweepPlan?) {
        let tree = try ScenarioTree.readKeepingErrors(path: path, overrides: overrides, sweep: arguments)
        let folder = ScenarioChecker.folder(of: path)
        let checker = ScenarioChecker(registry: registry, baseDirectory: folder)
        let findings = checker.examine(tree)
        guard let definition = findings.scenario.sweep else {
            let known = findings.diagnostics
            if !known.isEmpty { throw Diagnostics(known + Self.errors(of: findings.sweepAxes, tree, checker, known)) }
            return (findings.scenario, nil)
        }
        var diagnostics = findings.diagnostics + Self.uselessOverrides(tree, definition)
        let members: [SweepMember]
        do throws(Diagnostics) {
            let expansion = SweepExpansion(
                definition, wholeNumbers: Self.wholeAxes(definition, tree, checker), section: tree.root["sweep"])
            members = try expansion.members()
        } catch {
            throw Diagnostics(diagnostics + error.all)
        }
        let plan = SweepPlan(
            base: findings.scenario, definition: definition, members: members, baseDirectory: folder)
        diagnostics += plan.errors(of: checker, beside: Set(diagnostics))
        if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
        return (findings.scenario, plan)
    }

    /// Reports what `--set` gives and every member gives again.
    private static func uselessOverrides(_ tree: ScenarioTree, _ definition: SweepDefinition) -> [Diagnostic] {
        // They were read before without errors.
        let overrides = (try? ScenarioOverride.all(tree.overrides)) ?? []
        return definition.axes.flatMap { axis in
            overrides.filter { $0.isWithin(axis.steps) }.map { override in
                Diagnostic(
                    "the sweep varies '\(axis.pathText)', so --set has no effect on it",
                    at: override.path.first?.location, help: "give --over \(axis.pathText)=VALUE for a single value")
            }
        }
    }

    /// The scenario of a member.
    ///
    /// - Throws: its errors; none once the plan was made.
    func scenario(of member: SweepMember, _ registry: Registry) throws(Diagnostics) -> Scenario {
        try ScenarioChecker(registry: registry, baseDirectory: baseDirectory).check(
            base.tree.member(member.overrides(definition.axes)))
    }

    /// Members of which each has another folder: those that are equal run once.
    var distinctMembers: [SweepMember] {
        var seen: Set<String> = []
        return members.filter { seen.insert($0.folder).inserted }
    }

    private func errors(of checker: ScenarioChecker, beside known: Set<Diagnostic>) -> [Diagnostic] {
        var errors = SweepErrors()
        for member in distinctMembers {
            do throws(Diagnostics) {
                let tree = try base.tree.member(member.overrides(definition.axes))
                errors.add(checker.examine(tree).diagnostics, of: member)
            } catch {
                errors.add(error.all, of: member)
            }
            if errors.isFull { break }
        }
        return errors.described.filter { !known.contains($0) }
    }

    /// The errors of values on the axes that can be understood, one value at a time, where the sweep as a whole can't.
    private static func errors(
        of axes: [SweepAxis], _ tree: ScenarioTree, _ checker: ScenarioChecker, _ known: [Diagnostic]
    ) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for axis in axes {
            let values =
                switch axis.source {
                case .values(let values): Array(values.prefix(100))
                case .range(let range):
                    [range.from, range.to].map {
                        Setting(.scalar(SweepValues.text($0), isQuoted: false), at: range.location)
                    }
                }
            for value in values {
                do throws(Diagnostics) {
                    let member = try tree.member([ScenarioOverride(path: axis.path, value: value)])
                    found += checker.examine(member).diagnostics
                } catch {
                    found += error.all
                }
            }
        }
        return found.filter { !known.contains($0) }
    }

    /// The axes behind whose paths whole numbers are needed, found by checking a scenario with the start of each range.
    private static func wholeAxes(
        _ definition: SweepDefinition, _ tree: ScenarioTree, _ checker: ScenarioChecker
    ) -> Set<Int> {
        func place(_ index: Int) -> SourceLocation { SourceLocation(file: "axis", line: index + 1, column: 1) }
        let settings = definition.axes.enumerated().compactMap { index, axis -> ScenarioOverride? in
            switch axis.source {
            case .values(let values): return values.first.map { ScenarioOverride(path: axis.path, value: $0) }
            case .range(let range):
                let start = Setting(.scalar(SweepValues.text(range.from), isQuoted: false), at: place(index))
                return ScenarioOverride(path: axis.path, value: start)
            }
        }
        guard let probe = try? tree.member(settings) else { return [] }
        // A place may have a variable in it, which may have another one in it.
        var whole = checker.examine(probe).wholeNumbers
        var pending = Array(whole)
        while let place = pending.popLast() {
            for use in probe.variableUses[place] ?? [] {
                if let definition = use.definition, whole.insert(definition).inserted { pending.append(definition) }
            }
        }
        return Set(
            definition.axes.indices.filter { whole.contains(place($0)) || definition.axes[$0].steps == [.key("seed")] })
    }
}

/// Errors of members, each once, with the members that have it.
struct SweepErrors {
    /// More are not looked for.
    private static let limit = 200

    private var order: [Diagnostic] = []
    /// The first member that has it.
    private var members: [Diagnostic: String] = [:]
    private var counts: [Diagnostic: Int] = [:]
    private var total = 0

    var isFull: Bool { order.count >= Self.limit }

    mutating func add(_ diagnostics: [Diagnostic], of member: SweepMember) {
        total += 1
        for diagnostic in DiagnosticRenderer.sorted(diagnostics) {
            if members[diagnostic] == nil {
                order.append(diagnostic)
                members[diagnostic] = member.label
            }
            counts[diagnostic, default: 0] += 1
        }
    }

    /// The errors; one that not every member has says whose it is.
    var described: [Diagnostic] {
        order.map { diagnostic in
            guard let label = members[diagnostic], let count = counts[diagnostic], count < total else {
                return diagnostic
            }
            var described = diagnostic
            let whose =
                count == 1
                ? "in the member \(label)" : "in \(count) of \(total) members, of which the first is \(label)"
            described.help = [diagnostic.help, whose].compactMap { $0 }.joined(separator: "; ")
            return described
        }
    }
}
