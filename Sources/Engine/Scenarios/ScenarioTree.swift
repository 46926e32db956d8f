public import Ansatz

/// A scenario's settings with overrides applied and variables replaced: all that can be known without knowing what the
/// keys mean.
public struct ScenarioTree: Sendable {
    /// A variable that went into a value.
    public struct VariableUse: Hashable, Sendable {
        public let name: String
        /// Where its value stands.
        public let definition: SourceLocation?
        /// Where it is used, for what stands inside its value.
        public var use: SourceLocation?
    }

    public let file: ScenarioFile
    /// The texts of `--set` that were applied.
    public let overrides: [String]
    /// The settings without `vars`.
    public let root: Setting
    /// What is odd but no error: variables that nothing uses.
    public let warnings: [Diagnostic]
    /// The variables in the scalar at a place.
    public let variableUses: [SourceLocation: [VariableUse]]
    /// Errors that leave the rest to be checked: they are thrown by the check of the scenario, with its own.
    let errors: [Diagnostic]
    /// Where values stand of which nothing more is to be said.
    private let failures: Set<SourceLocation>

    /// The settings with overrides but with their variables, without `sweep`: what members of a sweep start from.
    let unsubstituted: Setting
    /// The key `sweep` with its variables.
    let unsubstitutedSweep: Setting?
    private let sources: [String: SourceLines]

    /// Reads a scenario.
    ///
    /// - Parameters:
    ///   - overrides: the texts of `--set`, applied in order before variables are replaced.
    ///   - sweep: what the command line says of the key `sweep`; `nil` leaves that key out.
    /// - Throws: `Diagnostics` with all errors of the first of these steps that has any, and the warnings until then.
    public static func read(
        path: String, overrides: [String] = [], sweep: SweepArguments? = SweepArguments()
    ) throws(Diagnostics) -> ScenarioTree {
        let tree = try readKeepingErrors(path: path, overrides: overrides, sweep: sweep)
        if !tree.errors.isEmpty { throw Diagnostics(tree.errors + tree.warnings) }
        return tree
    }

    /// The same, where errors that leave the rest to be checked are kept.
    static func readKeepingErrors(
        path: String, overrides: [String], sweep: SweepArguments?
    ) throws(Diagnostics) -> ScenarioTree {
        var file: ScenarioFile?
        var axes: [Setting.Entry] = []
        var unreadable: [Diagnostic] = []
        do throws(Diagnostics) { file = try ScenarioFile(reading: path) } catch { unreadable = error.all }
        let (parsed, faults) = ScenarioOverride.readable(overrides)
        var diagnostics = unreadable + faults
        do throws(Diagnostics) { axes = try sweep?.axes() ?? [] } catch { diagnostics += error.all }
        guard let file else { throw Diagnostics(diagnostics) }
        if file.faults.isIncomplete { throw Diagnostics(file.faults.diagnostics + diagnostics) }
        return ScenarioTree(
            file, overrides: parsed, overrideTexts: overrides, sweep: sweep, axes: axes,
            errors: file.faults.diagnostics + diagnostics)
    }

    /// - Parameter overrideTexts: the texts of the overrides, for exact places in messages.
    public init(
        _ file: ScenarioFile, overrides: [ScenarioOverride] = [], overrideTexts: [String] = []
    ) throws(Diagnostics) {
        self.init(
            file, overrides: overrides, overrideTexts: overrideTexts, sweep: SweepArguments(), axes: [], errors: [])
        if !errors.isEmpty { throw Diagnostics(errors + warnings) }
    }

    private init(
        _ file: ScenarioFile, overrides: [ScenarioOverride], overrideTexts: [String], sweep: SweepArguments?,
        axes: [Setting.Entry], errors: [Diagnostic]
    ) {
        var root = file.root
        var diagnostics = errors
        for override in overrides where diagnostics.count < OptionDecoder.errorLimit {
            do throws(Diagnostics) { root = try override.applied(to: root) } catch { diagnostics += error.all }
        }
        root = sweep?.applied(to: root, axes: axes) ?? root.removing("sweep")
        var sources = [
            file.name: SourceLines(file.text),
            ScenarioOverride.sourceName: SourceLines(eachOf: overrideTexts),
        ]
        for (name, text) in sweep?.sources ?? [:] { sources[name] = SourceLines(text) }
        self.init(
            file, overrideTexts, root.removing("sweep"), sweep: root["sweep"].map { ($0, root) }, sources: sources,
            errors: diagnostics)
    }

    /// - Parameter sweep: the key `sweep`, and the root that has it.
    private init(
        _ file: ScenarioFile, _ overrideTexts: [String], _ unsubstituted: Setting,
        sweep: (section: Setting, root: Setting)?, sources: [String: SourceLines], errors: [Diagnostic]
    ) {
        let whole = sweep?.root ?? unsubstituted
        var substitution = VariableSubstitution(whole["vars"], sources: sources)
        root = substitution.substitute(in: whole.removing("vars"))
        self.file = file
        self.sources = sources
        self.unsubstituted = unsubstituted
        unsubstitutedSweep = sweep?.section
        overrides = overrideTexts
        self.errors = errors + substitution.diagnostics.filter { $0.severity == .error }
        warnings = substitution.diagnostics.filter { $0.severity != .error }
        variableUses = substitution.uses
        failures = substitution.failures
    }

    /// The scenario of a member of a sweep.
    func member(_ settings: [ScenarioOverride]) throws(Diagnostics) -> ScenarioTree {
        var root = unsubstituted
        var diagnostics: [Diagnostic] = []
        for setting in settings {
            do throws(Diagnostics) { root = try setting.applied(to: root) } catch { diagnostics += error.all }
        }
        if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
        let tree = ScenarioTree(file, overrides, root, sweep: nil, sources: sources, errors: [])
        if !tree.errors.isEmpty { throw Diagnostics(tree.errors + tree.warnings) }
        return tree
    }

    /// The diagnostics with a note where the value at their place came from a variable: people need both places.
    public func explained(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.filter { $0.location.map { !failures.contains($0) } ?? true }.map { diagnostic in
            guard let place = diagnostic.location, let uses = variableUses[place] else { return diagnostic }
            var result = diagnostic
            let notes = uses.map { use in
                use.use.map { "'\(use.name)' is used at \($0)" }
                    ?? "'\(use.name)' is set" + (use.definition.map { " at \($0)" } ?? "")
            }
            let note = notes.joined(separator: "; ")
            result.help = diagnostic.help.map { $0 + ($0.hasSuffix("?") ? " " : "; ") + note } ?? note
            return result
        }
    }
}

extension Setting {
    /// The mapping without a key.
    fileprivate func removing(_ key: String) -> Setting {
        guard let entries else { return self }
        return Setting(.mapping(entries.filter { $0.key != key }), at: location)
    }
}
