/// A table that can be printed on a terminal, as Markdown, and as HTML.
///
/// ```swift
/// let table = TextTable(
///     [TableColumn("method"), .number("iterations"), .number("seconds"), .number("residual", .scientific(2))],
///     rows: [["bandit", 85_422, 1.20, 9.4e-9], ["cg", 131_005, 1.74, .missing]])
/// print(table.text(width: 80))
/// ```
public struct TextTable: Hashable, Sendable {
    public var columns: [TableColumn]
    /// Rows that are too short end in missing values; cells beyond the last column are not shown.
    public var rows: [[TableCell]]
    public var caption: String?

    public init(_ columns: [TableColumn], rows: [[TableCell]] = [], caption: String? = nil) {
        self.columns = columns
        self.rows = rows
        self.caption = caption
    }

    func cell(_ row: [TableCell], _ column: Int) -> TableCell { row.indices.contains(column) ? row[column] : .missing }
}
