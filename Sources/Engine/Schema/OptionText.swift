public import Ansatz

/// What is said of an option, in the same words wherever it is shown.
public struct OptionText {
    private let key: KeyDescription

    public init(_ key: KeyDescription) { self.key = key }

    /// The type with its unit; pure numbers have none to show.
    public var type: String { key.type.description + (key.unit.map { $0 == "1" ? "" : " in \($0)" } ?? "") }

    /// The default as a scenario would have it, or `required`.
    public var standard: String { key.isRequired ? "required" : Self.shown(key.defaultValue) }

    /// `tunable`, `extendable`.
    public var marks: [String] {
        [key.isTunable ? "tunable" : nil, key.isExtendable ? "extendable" : nil].compactMap { $0 }
    }

    /// Type, range, default and marks on one line.
    func facts(marked: Bool) -> String {
        let value = standard
        let shown = marked && !key.isRequired && value != "none" ? "`\(value)`" : value
        return
            ([type, key.range?.description, key.isRequired ? "required" : "default \(shown)"].compactMap { $0 } + marks)
            .joined(separator: "; ")
    }

    public static func shown(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: "none"
        case .string(let text): text
        case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)".replacing("e-0", with: "e-")
        case .array(let items): "[" + items.map { shown($0) }.joined(separator: ", ") + "]"
        case let value?: CanonicalJSON.text(value)
        }
    }
}
