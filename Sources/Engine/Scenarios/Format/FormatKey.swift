public import Ansatz

/// A key of the scenario format that belongs to no component, declared once: the checker reads it, and `describe`, the
/// reference and the schema are made from it.
public struct FormatKey: Sendable {
    /// What may stand under a key.
    public indirect enum Content: Sendable {
        /// Text that says nothing to the program.
        case text
        /// A name that becomes a path: `[a-z0-9_-]{1,64}`.
        case name
        /// A whole number from 0 to 2⁶⁴ − 1.
        case seed
        /// Names of variables with any values.
        case variables
        /// Names of stages with stages.
        case stages
        /// A component of a role, by its bare name: what the verb works on.
        case noun(ComponentRole)
        /// The name of another stage.
        case stageName
        /// The noun's options, and keys that every stage of the verb has beside them.
        case options(beside: [FormatKey])
        /// A component of a role, by name or as `{ name: { options } }`.
        case component(ComponentRole)
        /// A mapping with these keys.
        case mapping([FormatKey])
        /// Names that the scenario chooses, each with a mapping of these keys.
        case named([FormatKey])
        /// Names that the scenario chooses, each with a number that is not negative.
        case counts
        /// A positive number of one of these units, which may be left out where it is no time: `30 s`, `50 steps`.
        case interval(units: [String])
        /// Paths as `--set` has them, each with a list of values or a mapping of these keys.
        case paths([FormatKey])
        /// Whatever an option may be.
        case anything
        /// What an option of this type may be.
        case value(OptionType, OptionRange?)
    }

    public let name: String
    public let content: Content
    /// One line.
    public let help: String
    public let isRequired: Bool
    /// What holds where it is left out, in words.
    public let standard: String?

    init(
        _ name: String, _ content: Content, isRequired: Bool = false, default standard: String? = nil, help: String
    ) {
        self.name = name
        self.content = content
        self.help = help
        self.isRequired = isRequired
        self.standard = standard
    }

    /// The keys of the mapping that stands under this one, where it has keys of its own.
    public var keys: [FormatKey] {
        switch content {
        case .mapping(let keys), .named(let keys), .paths(let keys), .options(beside: let keys): keys
        default: []
        }
    }

    /// The range of a plain value.
    var range: OptionRange? {
        if case .value(_, let range) = content { range } else { nil }
    }
}

extension [FormatKey] {
    var names: [String] { map(\.name) }

    subscript(name: String) -> FormatKey? { first { $0.name == name } }

    /// The keys of the mapping that stands under one of these; none where there is no such key.
    func below(_ name: String) -> [FormatKey] { self[name]?.keys ?? [] }
}
