/// What one cell of a table holds.
public enum TableCell: Hashable, Sendable {
    case missing
    case text(String)
    case integer(Int)
    /// Written in the format of the column.
    case number(Double)
    /// The same, standing out as the best of its column. Terminals show it like the others.
    case best(Double)
    /// A verdict with words of its own.
    case verdict(Verdict, String)

    /// A number that may not be there.
    public static func optional(_ value: Double?) -> TableCell { value.map { .number($0) } ?? .missing }

    /// The cell as plain text.
    func string(_ format: NumberFormat) -> String {
        switch self {
        case .missing: NumberFormat.missing
        case .text(let text): text
        case .integer(let value): NumberFormat.grouped(value)
        case .number(let value), .best(let value): format.string(value)
        case .verdict(let verdict, let words): words.isEmpty ? verdict.symbol : "\(verdict.symbol) \(words)"
        }
    }
}

extension TableCell: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
}
