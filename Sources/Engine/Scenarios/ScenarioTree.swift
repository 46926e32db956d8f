public import Ansatz

/// A scenario's settings with overrides applied and variables replaced: all that can be known without knowing what the
/// keys mean.
public struct ScenarioTree: Sendable {
    /// A variable that went into a value.
    public struct VariableUse: Hashable, Sendable {
        public let name: String
        /// Where its value stands.
        public let definition: SourceLocation?
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

    /// Reads a scenario.
    ///
    /// - Parameter overrides: the texts of `--set`, applied in order before variables are replaced.
    /// - Throws: `Diagnostics` with all errors of the first of these steps that has any, and the warnings until then.
    public static func read(path: String, overrides: [String] = []) throws(Diagnostics) -> ScenarioTree {
        var file: ScenarioFile?
        var parsed: [ScenarioOverride] = []
        var diagnostics: [Diagnostic] = []
        do throws(Diagnostics) { file = try ScenarioFile(path: path) } catch { diagnostics += error.all }
        do throws(Diagnostics) { parsed = try ScenarioOverride.all(overrides) } catch { diagnostics += error.all }
        guard let file, diagnostics.isEmpty else { throw Diagnostics(diagnostics) }
        return try ScenarioTree(file, overrides: parsed, overrideTexts: overrides)
    }

    /// - Parameter overrideTexts: the texts of the overrides, for exact places in messages.
    public init(
        _ file: ScenarioFile, overrides: [ScenarioOverride] = [], overrideTexts: [String] = []
    ) throws(Diagnostics) {
        var root = file.root
        var diagnostics: [Diagnostic] = []
        for override in overrides {
            do throws(Diagnostics) { root = try override.applied(to: root) } catch { diagnostics += error.all }
        }
        if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }

        let sources = [
            file.name: SourceLines(file.text),
            ScenarioOverride.sourceName: SourceLines(overrideTexts.joined(separator: "\n")),
        ]
        var substitution = VariableSubstitution(root["vars"], sources: sources)
        let entries = (root.entries ?? []).filter { $0.key != "vars" }
        self.root = substitution.substitute(in: Setting(.mapping(entries), at: root.location))
        if substitution.diagnostics.contains(where: { $0.severity == .error }) {
            throw Diagnostics(substitution.diagnostics)
        }
        self.file = file
        self.overrides = overrideTexts
        warnings = substitution.diagnostics
        variableUses = substitution.uses
    }

    /// The diagnostics with a note where the value at their place came from a variable: people need both places.
    public func explained(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.map { diagnostic in
            guard let place = diagnostic.location, let uses = variableUses[place] else { return diagnostic }
            var result = diagnostic
            let notes = uses.map { use in
                "'\(use.name)' is set" + (use.definition.map { " at \($0)" } ?? "")
            }
            result.help = ([diagnostic.help].compactMap { $0 } + notes).joined(separator: "; ")
            return result
        }
    }
}
