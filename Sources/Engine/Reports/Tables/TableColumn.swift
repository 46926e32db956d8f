/// A column of a table: its heading, its side, and how its numbers are written.
public struct TableColumn: Hashable, Sendable {
    public enum Alignment: Hashable, Sendable { case left, right, centre }

    public var title: String
    public var alignment: Alignment
    /// For cells that hold a `Double`.
    public var format: NumberFormat

    public init(_ title: String, alignment: Alignment = .left, format: NumberFormat = .significant(3)) {
        self.title = title
        self.alignment = alignment
        self.format = format
    }

    /// A column of numbers, on the right.
    public static func number(_ title: String, _ format: NumberFormat = .significant(3)) -> TableColumn {
        TableColumn(title, alignment: .right, format: format)
    }
}
