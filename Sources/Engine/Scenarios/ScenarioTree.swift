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

    /// Reads a scenario.
    ///
    /// - Parameter overrides: the texts of `--set`, applied in order before variables are replaced.
    /// - Throws: `Diagnostics` with all errors of the first of these steps that has any, and the warnings until then.
    public static func read(path: String, overrides: [String] = []) throws(Diagnostics) -> ScenarioTree {
        let tree = try readKeepingErrors(path: path, overrides: overrides)
        if !tree.errors.isEmpty { throw Diagnostics(tree.errors + tree.warnings) }
        return tree
    }

    /// The same, where errors that leave the rest to be checked are kept.
    static func readKeepingErrors(path: String, overrides: [String]) throws(Diagnostics) -> ScenarioTree {
        var file: ScenarioFile?
        var unreadable: [Diagnostic] = []
        do throws(Diagnostics) { file = try ScenarioFile(reading: path) } catch { unreadable = error.all }
        let (parsed, faults) = ScenarioOverride.readable(overrides)
        let diagnostics = unreadable + faults
        guard let file else { throw Diagnostics(diagnostics) }
        if file.faults.isIncomplete { throw Diagnostics(file.faults.diagnostics + diagnostics) }
        return ScenarioTree(
            file, overrides: parsed, overrideTexts: overrides, errors: file.faults.diagnostics + diagnostics)
    }

    /// - Parameter overrideTexts: the texts of the overrides, for exact places in messages.
    public init(
        _ file: ScenarioFile, overrides: [ScenarioOverride] = [], overrideTexts: [String] = []
    ) throws(Diagnostics) {
        self.init(file, overrides: overrides, overrideTexts: overrideTexts, errors: [])
        if !errors.isEmpty { throw Diagnostics(errors + warnings) }
    }

    private init(
        _ file: ScenarioFile, overrides: [ScenarioOverride], overrideTexts: [String], errors: [Diagnostic]
    ) {
        var root = file.root
        var diagnostics = errors
        for override in overrides where diagnostics.count < OptionDecoder.errorLimit {
            do throws(Diagnostics) { root = try override.applied(to: root) } catch { diagnostics += error.all }
        }

        let sources = [
            file.name: SourceLines(file.text),
            ScenarioOverride.sourceName: SourceLines(overrideTexts.joined(separator: "\n")),
        ]
        var substitution = VariableSubstitution(root["vars"], sources: sources)
        let entries = (root.entries ?? []).filter { $0.key != "vars" }
        self.root = substitution.substitute(in: Setting(.mapping(entries), at: root.location))
        self.file = file
        self.overrides = overrideTexts
        self.errors = diagnostics + substitution.diagnostics.filter { $0.severity == .error }
        warnings = substitution.diagnostics.filter { $0.severity != .error }
        variableUses = substitution.uses
        failures = substitution.failures
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
