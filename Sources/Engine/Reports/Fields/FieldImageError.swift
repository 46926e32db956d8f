/// Why a field can't be drawn.
public enum FieldImageError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty(rows: Int, columns: Int)
    case wrongCount(found: Int, rows: Int, columns: Int)
    /// The words of the PNG library.
    case encoding(String)

    public var description: String {
        switch self {
        case .empty(let rows, let columns):
            "a field of \(rows)×\(columns) values can't be drawn; an image needs at least one row and one column"
        case .wrongCount(let found, let rows, let columns):
            "an image of \(rows)×\(columns) values needs that many, found \(found); pass one two-dimensional slice"
        case .encoding(let words):
            "the image can't be written as PNG: \(words)"
        }
    }
}
