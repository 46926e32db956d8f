/// Where in the user's text something stands: a file (or `--set`), a line and a column, both counted from 1.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
    public var file: String
    public var line: Int
    /// In characters, as editors count.
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`, which editors and terminals turn into a link.
    public var description: String { "\(file):\(line):\(column)" }
}
