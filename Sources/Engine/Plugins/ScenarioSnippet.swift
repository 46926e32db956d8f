public import Ansatz

/// A short scenario that uses a component and passes `ansatz validate` as it stands.
public struct ScenarioSnippet {
    private let registry: Registry

    public init(_ registry: Registry) { self.registry = registry }

    /// - Returns: `nil` where the loaded plugins have nothing that fits the component.
    public func text(for entry: ComponentEntry) -> String? {
        let name = entry.info.name
        switch entry.role {
        case .problem: return problem(entry)
        case .generator:
            guard let options = required(entry, offers: nil) else { return nil }
            return scenario(["generate: \(name)", "with: { \((["samples: 10"] + options).joined(separator: ", ")) }"])
        case .solver: return solver(entry, inner: choice(entry, offers: nil, tuner: nil))
        case .integrator:
            let problems = registry.all(of: .problem).filter { fits(entry, $0.offers) && Self.evolves($0) }
            return first(problems) { problem in
                choice(entry, offers: problem.offers, tuner: nil).flatMap { integrate(problem, $0) }
            }
        case .tuner:
            guard let tuner = choice(entry, offers: nil, tuner: nil) else { return nil }
            let solvers = registry.all(of: .solver).filter { $0.keys.contains { $0.tuning?.kind == .interval } }
            // In a march a tuner has many decisions to learn from, in a single solve but one.
            return first(solvers) { solver($0, inner: choice($0, offers: nil, tuner: tuner), marches: true) }
                ?? first(solvers) { solver($0, inner: choice($0, offers: nil, tuner: tuner)) }
        case .stage: return use(entry) { required(entry, offers: nil) }
        case .operator where entry.isPreconditioner: return preconditioner(entry)
        case .operator where entry.isTrainable: return train(entry)
        case .operator, .metric:
            return first(registry.all(of: .stage)) { stage in
                use(stage) { required(stage, offers: nil, naming: entry) }
            }
        default: return nil
        }
    }

    /// A plugin's own stage after another one whose fields it can read.
    ///
    /// - Parameter options: its options; `nil` where they can't be written.
    private func use(_ stage: ComponentEntry, _ options: () -> [String]?) -> String? {
        guard let options = options(), let source else { return nil }
        return source.text
            + (["  second:", "    use: \(stage.info.name)"]
            + (options.isEmpty ? [] : ["    with: { \(options.joined(separator: ", ")) }"])).joined(separator: "\n")
            + "\n"
    }

    /// A scenario with a stage called `first`, and a field of its result.
    private var source: (text: String, field: String)? {
        for problem in registry.all(of: .problem) where !Self.evolves(problem) {
            guard let standard = ComponentFit(registry).standard(problem),
                let field = (try? ResourceEstimate.fieldNames(of: standard))?.first, let text = self.problem(problem)
            else { continue }
            return (text, field)
        }
        return nil
    }

    private func problem(_ entry: ComponentEntry) -> String? {
        if Self.evolves(entry) {
            let integrators = registry.all(of: .integrator).filter { fits($0, entry.offers) }
            return first(integrators) { choice($0, offers: entry.offers, tuner: nil).flatMap { integrate(entry, $0) } }
        }
        let solvers = registry.all(of: .solver).filter { fits($0, entry.offers) }
        return first(solvers) { choice($0, offers: entry.offers, tuner: nil).flatMap { solve(entry, $0) } }
    }

    /// A solver at work: on a problem of its own, else inside an integrator.
    private func solver(_ entry: ComponentEntry, inner: String?, marches: Bool = false) -> String? {
        guard let inner else { return nil }
        let problems = registry.all(of: .problem).filter { fits(entry, $0.offers) }
        if !marches, let text = first(problems.filter { !Self.evolves($0) }, { solve($0, inner) }) { return text }
        return first(problems.filter(Self.evolves)) { problem in
            let integrators = registry.all(of: .integrator).filter { integrator in
                fits(integrator, problem.offers) && integrator.keys.contains { $0.name == "solver" }
            }
            return first(integrators) { integrate(problem, "{ \($0.info.name): { solver: \(inner) } }") }
        }
    }

    /// An operator that learns from samples of a generator, and is judged on others.
    private func train(_ entry: ComponentEntry) -> String? {
        guard let options = required(entry, offers: nil) else { return nil }
        return first(registry.all(of: .generator)) { generator in
            guard let drawn = required(generator, offers: nil) else { return nil }
            let with = ["samples: 10", "split: { train: 8, test: 2 }"] + drawn
            return """
                name: example
                stages:
                  data:
                    generate: \(generator.info.name)
                    with: { \(with.joined(separator: ", ")) }
                  model:
                    train: \(entry.info.name)
                    on: data.train
                    with: { \((["epochs: 10"] + options).joined(separator: ", ")) }
                  score: { evaluate: model, on: data.test }

                """
        }
    }

    /// A preconditioner in a solver that has a place for one.
    private func preconditioner(_ entry: ComponentEntry) -> String? {
        let slot = "preconditioner"
        guard let inner = choice(entry, offers: nil, tuner: nil) else { return nil }
        return first(registry.all(of: .solver).filter { $0.keys.contains { $0.name == slot } }) { solver in
            guard let options = required(solver, offers: nil) else { return nil }
            let all = options + ["\(slot): \(inner)"]
            return self.solver(solver, inner: "{ \(solver.info.name): { \(all.joined(separator: ", ")) } }")
        }
    }

    private func solve(_ problem: ComponentEntry, _ solver: String) -> String? {
        stage("solve", problem, "using: { solver: \(solver) }")
    }

    private func integrate(_ problem: ComponentEntry, _ integrator: String) -> String? {
        stage("integrate", problem, "using: { integrator: \(integrator) }")
    }

    private func stage(_ verb: String, _ problem: ComponentEntry, _ using: String) -> String? {
        guard let options = required(problem, offers: problem.offers) else { return nil }
        let with = options.isEmpty ? [] : ["with: { \(options.joined(separator: ", ")) }"]
        return scenario(["\(verb): \(problem.info.name)"] + with + [using])
    }

    private func scenario(_ lines: [String]) -> String {
        (["name: example", "stages:", "  first:"] + lines.map { "    \($0)" }).joined(separator: "\n") + "\n"
    }

    /// A component as a scenario names it, with its required options, and one tunable option left to `tuner`.
    private func choice(_ entry: ComponentEntry, offers: [StatementKind]?, tuner: String?) -> String? {
        guard var options = required(entry, offers: offers) else { return nil }
        if let tuner {
            guard let key = entry.keys.first(where: { $0.tuning?.kind == .interval }) else { return nil }
            options.append("\(key.name): { tune: \(tuner) }")
        }
        return options.isEmpty ? entry.info.name : "{ \(entry.info.name): { \(options.joined(separator: ", ")) } }"
    }

    /// The required options as `key: value`; `nil` where one of them has no value that is sure to work.
    ///
    /// - Parameter wanted: a component that must be among the values.
    private func required(
        _ entry: ComponentEntry, offers: [StatementKind]?, naming wanted: ComponentEntry? = nil
    ) -> [String]? {
        var written: [String] = []
        var isNamed = false
        for key in entry.keys where key.isRequired {
            guard var value = value(of: key.type, key.range, offers) else { return nil }
            if let wanted, let choice = choice(wanted, offers: nil, tuner: nil) {
                switch key.type {
                case .component(wanted.role): (value, isNamed) = (choice, true)
                case .list(.component(wanted.role)): (value, isNamed) = ("[\(choice)]", true)
                default: break
                }
            }
            written.append("\(key.name): \(value)")
        }
        return wanted == nil || isNamed ? written : nil
    }

    private func value(_ range: OptionRange?) -> Double {
        switch (range?.lower, range?.upper) {
        case (let lower?, let upper?): (lower + upper) / 2
        case (let lower?, nil): lower + 1
        case (nil, let upper?): upper - 1
        case (nil, nil): 1
        }
    }

    private func value(of type: OptionType, _ range: OptionRange?, _ offers: [StatementKind]?) -> String? {
        switch type {
        case .number: "\(value(range))"
        case .integer: "\(Int(exactly: value(range).rounded(.up)) ?? 1)"
        case .boolean: "true"
        case .choice(let names): names.first
        case .fieldSource: "0"
        case .optional(let wrapped), .perAxis(let wrapped): value(of: wrapped, range, offers)
        case .component(let role):
            first(registry.all(of: role).filter { entry in offers.map { fits(entry, $0) } ?? true }) {
                choice($0, offers: offers, tuner: nil)
            }
        // A value for each of two dimensions; one component.
        case .list(let element):
            value(of: element, range, offers).map { value in
                if case .component = element { "[\(value)]" } else { "[\(value), \(value)]" }
            }
        case .fieldReference: source.map { "{ stage: first, field: \($0.field) }" }
        case .samples: "data.train"
        case .text: nil
        }
    }

    private func fits(_ entry: ComponentEntry, _ offers: [StatementKind]) -> Bool {
        entry.takes.map { takes in offers.contains { $0.serves(as: takes) } } ?? true
    }

    private static func evolves(_ problem: ComponentEntry) -> Bool {
        problem.offers.contains { $0.serves(as: .evolution) }
    }

    private func first(_ entries: [ComponentEntry], _ make: (ComponentEntry) -> String?) -> String? {
        for entry in entries { if let text = make(entry) { return text } }
        return nil
    }
}
