import Ansatz

/// The keys of `sweep` and of its axes: what is checked, described, and made into a schema.
public enum SweepSection {
    /// One key of a section.
    public struct Key: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            case choice([String])
            case number
            case wholeNumber
            case text
            /// Anything that an option may be.
            case values
            /// Paths of options, each with a list of values or a mapping of ``SweepSection/rangeKeys``.
            case axes
        }

        public var name: String
        public var kind: Kind
        public var isRequired = false
        /// One line.
        public var help: String
    }

    /// The keys of `sweep`.
    public static let keys = [
        Key(
            name: "kind", kind: .choice(SweepDefinition.Kind.allCases.map(\.rawValue)),
            help: "grid (default): every combination; list: side by side; random, halton: drawn"),
        Key(name: "over", kind: .axes, isRequired: true, help: "what varies: paths as in --set, each with its values"),
        Key(name: "samples", kind: .wholeNumber, help: "members to draw, for random and halton"),
        Key(name: "seed", kind: .wholeNumber, help: "of the draws; the scenario's seed where it is left out"),
    ]

    /// The keys of an axis that is a mapping.
    public static let rangeKeys = [
        Key(name: "from", kind: .number, help: "the first number"),
        Key(name: "to", kind: .number, help: "the last number"),
        Key(name: "count", kind: .wholeNumber, help: "how many, for grid and list"),
        Key(name: "scale", kind: .choice(["linear", "log"]), help: "linear (default), or log: equal ratios"),
        Key(name: "values", kind: .values, help: "the values, in place of a range"),
        Key(name: "name", kind: .text, help: "what it is called in results; the end of its path where left out"),
    ]

    /// An example for messages.
    static let example = "write `sweep: { over: { stages.run.with.dt: [1e-3, 5e-4] } }`"
}

extension SweepSection.Key {
    /// The key as the scenario's format knows it.
    var formatKey: FormatKey {
        let content: FormatKey.Content =
            switch kind {
            case .choice(let names): .value(.choice(names), nil)
            case .number: .value(.number, nil)
            case .wholeNumber: .value(.integer, nil)
            case .text: .value(.text, nil)
            case .values: .anything
            case .axes: .paths(SweepSection.rangeKeys.map(\.formatKey))
            }
        return FormatKey(name, content, isRequired: isRequired, help: help)
    }
}
