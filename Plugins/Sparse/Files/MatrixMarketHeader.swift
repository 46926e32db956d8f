import Ansatz

/// What the first lines of a Matrix Market file declare.
struct MatrixMarketHeader {
    enum Layout {
        case coordinate
        /// All elements, column after column.
        case array
    }

    enum Symmetry: String {
        case general
        case symmetric
        case skew = "skew-symmetric"
    }

    let layout: Layout
    /// Whether entries have no value, and stand for 1.
    let isPattern: Bool
    let symmetry: Symmetry
    let rows: Int
    let columns: Int
    /// Lines of entries that follow.
    let entries: Int

    /// Bytes within which comments must end.
    static let headBytes = 1 << 20

    /// - Parameter fileSize: a file of this size can't hold more than so many entries, whatever it declares.
    init(_ scanner: inout TextScanner, fileSize: Int) throws {
        let words = scanner.words()
        let banner = "the first line of a Matrix Market file is '%%MatrixMarket matrix coordinate real general' or such"
        guard words.first == "%%matrixmarket" else {
            throw scanner.failure("this is no Matrix Market file", help: banner)
        }
        guard words.count == 5, words[1] == "matrix" else {
            throw scanner.failure("the first line is odd", help: banner)
        }
        switch words[2] {
        case "coordinate": layout = .coordinate
        case "array": layout = .array
        default: throw scanner.failure("'\(words[2])' is neither 'coordinate' nor 'array'", help: banner)
        }
        switch words[3] {
        case "real", "integer", "double", "unsigned-integer": isPattern = false
        case "pattern" where layout == .coordinate: isPattern = true
        case "complex":
            throw scanner.failure(
                "the matrix is complex, and only real ones are solved",
                help: "split it into real and imaginary parts: [[Re, -Im], [Im, Re]] is real and twice as large")
        default:
            throw scanner.failure("entries of the kind '\(words[3])' are not known", help: "real, integer or pattern")
        }
        guard let symmetry = Symmetry(rawValue: words[4]) else {
            throw scanner.failure(
                words[4] == "hermitian"
                    ? "a hermitian matrix is complex, and only real ones are solved"
                    : "the symmetry '\(words[4])' is not known",
                help: "general, symmetric or skew-symmetric")
        }
        self.symmetry = symmetry
        guard scanner.skipToData() else {
            throw scanner.failure(
                "there is no line with the sizes", help: "it follows the comments, as in '100 100 460'")
        }
        rows = try scanner.count("the number of rows")
        columns = try scanner.count("the number of columns")
        if layout == .coordinate {
            entries = try scanner.count("the number of entries")
        } else {
            let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
            guard !overflow else { throw scanner.failure("\(rows) x \(columns) elements are more than can be counted") }
            let triangle = symmetry == .general ? product : (product - rows) / 2 + (symmetry == .symmetric ? rows : 0)
            entries = triangle
        }
        try scanner.endLine()
        if symmetry != .general, rows != columns {
            throw scanner.failure("a matrix of \(rows) x \(columns) can't be \(symmetry.rawValue)")
        }
        guard max(rows, columns) < Int(Int32.max) else {
            throw scanner.failure("a matrix of \(rows) x \(columns) has more rows or columns than indices can count")
        }
        // The shortest line of an entry, with its end: "1 1 1", "1 1", or "1".
        let shortest = layout == .array ? 2 : isPattern ? 4 : 6
        guard entries <= (fileSize + 1) / shortest else {
            throw scanner.failure(
                "\(entries) entries are declared, and a file of \(fileSize) bytes can't hold them",
                help: "the file is cut short, or the sizes are wrong")
        }
    }

    /// - Throws: where no system can be made of a matrix of these sizes.
    func requireSystem(in scanner: TextScanner) throws {
        try requireSquare(rows, columns) { scanner.failure($0, help: $1) }
        let most = symmetry == .general ? entries : 2 * entries
        guard most >= rows else {
            throw scanner.failure(
                "\(rows) rows with \(most) entries: at least \(rows - most) rows are empty, and the matrix singular",
                help: "check the sizes")
        }
    }
}

/// - Throws: what `failure` makes of a message and a help line, unless the sizes are those of a system.
func requireSquare(_ rows: Int, _ columns: Int, _ failure: (String, String) -> any Error) throws {
    guard rows == columns else {
        throw failure(
            "the matrix has \(rows) rows and \(columns) columns, and only square systems are solved",
            rows > columns
                ? "least squares are not offered; where A has full rank, the normal equations are square: write A^T A, "
                    + "and A^T b as the source (their condition is that of A squared)"
                : "there are fewer equations than unknowns; the solution of least norm is A^T y with (A A^T) y = b")
    }
    guard rows > 0 else { throw failure("the matrix is empty", "it needs at least one row") }
}
