/// A piece of provenance or description in a file, with its type.
public enum AttributeValue: Hashable, Sendable, Codable {
    case text(String)
    case number(Double)
    case integer(Int)
    /// Of one kind: texts, or numbers and integers (which are then stored as numbers). Lists do not nest.
    case list([AttributeValue])

    /// The text, where this is one, alone or as the only one of a list.
    public var text: String? {
        switch self {
        case .text(let text): text
        case .list(let items) where items.count == 1: items[0].text
        default: nil
        }
    }

    /// The number, where this is one, alone or as the only one of a list.
    public var number: Double? {
        switch self {
        case .number(let number): number
        case .integer(let integer): Double(integer)
        case .list(let items) where items.count == 1: items[0].number
        default: nil
        }
    }
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
}
