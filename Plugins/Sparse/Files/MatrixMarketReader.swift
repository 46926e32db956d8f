import Ansatz

/// Reads matrices and vectors from Matrix Market files (.mtx).
///
/// Indices count from 1. Entries at the same place are summed. Symmetric files hold the lower triangle. Comments and blank
/// lines may stand anywhere.
///
/// R. F. Boisvert, R. Pozo, K. Remington: The Matrix Market exchange formats. NISTIR 5935, 1996.
enum MatrixMarketReader {
    /// What a matrix file declares, without reading more than its beginning.
    static func header(of file: FilePath) throws -> MatrixMarketHeader {
        try refuseCompressed(file)
        let bytes = try FileBytes(file, limit: MatrixMarketHeader.headBytes)
        var scanner = TextScanner(bytes)
        let header = try MatrixMarketHeader(&scanner, fileSize: bytes.fileSize)
        try header.requireSystem(in: scanner)
        return header
    }

    /// A square matrix.
    static func matrix(of file: FilePath, _ run: RunContext) throws -> SparseMatrix {
        try refuseCompressed(file)
        let bytes = try FileBytes(file)
        var scanner = TextScanner(bytes)
        let header = try MatrixMarketHeader(&scanner, fileSize: bytes.fileSize)
        try header.requireSystem(in: scanner)
        return try entries(&scanner, header, run).assembled(rows: header.rows, columns: header.columns)
    }

    /// A vector: one column, or one row.
    static func vector(of file: FilePath, _ run: RunContext) throws -> [Double] {
        try refuseCompressed(file)
        let bytes = try FileBytes(file)
        var scanner = TextScanner(bytes)
        let header = try MatrixMarketHeader(&scanner, fileSize: bytes.fileSize)
        guard header.rows == 1 || header.columns == 1 else {
            throw scanner.failure(
                "\(header.rows) x \(header.columns) elements are no vector", help: "write one column to a file")
        }
        let length = header.rows * header.columns
        guard length <= max(bytes.fileSize, 1 << 20) || header.layout == .array else {
            throw scanner.failure("a vector of \(length) elements with \(header.entries) entries is nearly all zeros")
        }
        var vector = [Double](repeating: 0, count: length)
        try entries(&scanner, header, run).forEach { row, column, value in vector[max(row, column)] += value }
        return vector
    }

    private static func refuseCompressed(_ file: FilePath) throws {
        guard file.path.hasSuffix(".gz") else { return }
        throw ComputationError.badInput(
            "'\(file.written)' is compressed", help: "unpack it first: gunzip '\(file.written)'")
    }

    private static func entries(
        _ scanner: inout TextScanner, _ header: MatrixMarketHeader, _ run: RunContext
    ) throws -> TripletList {
        let list = TripletList(capacity: header.symmetry == .general ? header.entries : 2 * header.entries)
        switch header.layout {
        case .coordinate: try coordinates(&scanner, header, list, run)
        case .array: try elements(&scanner, header, list, run)
        }
        guard !scanner.skipToData() else {
            throw scanner.failure(
                "there is more than the \(header.entries) entries that are declared", help: "check the line of sizes")
        }
        return list
    }

    private static func coordinates(
        _ scanner: inout TextScanner, _ header: MatrixMarketHeader, _ list: TripletList, _ run: RunContext
    ) throws {
        let (rows, columns, symmetry, isPattern) = (header.rows, header.columns, header.symmetry, header.isPattern)
        for index in 0..<header.entries {
            guard scanner.skipToData() else { throw cutShort(scanner, index, of: header) }
            let row = try scanner.count("the row of an entry")
            let column = try scanner.count("the column of an entry")
            let value = isPattern ? 1 : try scanner.number("the value of entry (\(row), \(column))")
            try scanner.endLine()
            guard row >= 1, row <= rows, column >= 1, column <= columns else {
                throw scanner.failure(
                    "entry (\(row), \(column)) lies outside the \(rows) x \(columns) matrix",
                    help: row == 0 || column == 0 ? "rows and columns count from 1" : nil)
            }
            list.append(row - 1, column - 1, value)
            if symmetry != .general {
                try mirror(row, column, value, symmetry, list, scanner)
            }
            if index & 0xFFFF == 0xFFFF { try run.checkCancellation() }
        }
    }

    private static func mirror(
        _ row: Int, _ column: Int, _ value: Double, _ symmetry: MatrixMarketHeader.Symmetry, _ list: TripletList,
        _ scanner: TextScanner
    ) throws {
        guard row >= column else {
            throw scanner.failure(
                "entry (\(row), \(column)) lies above the diagonal, and a \(symmetry.rawValue) file holds the lower "
                    + "triangle", help: "write the lower triangle alone, or declare the matrix general")
        }
        if row > column {
            list.append(column - 1, row - 1, symmetry == .skew ? -value : value)
        } else if symmetry == .skew, value != 0 {
            throw scanner.failure("entry (\(row), \(row)) of a skew-symmetric matrix must be 0, found \(value)")
        }
    }

    private static func elements(
        _ scanner: inout TextScanner, _ header: MatrixMarketHeader, _ list: TripletList, _ run: RunContext
    ) throws {
        var index = 0
        for column in 0..<header.columns {
            let first = header.symmetry == .general ? 0 : header.symmetry == .symmetric ? column : column + 1
            for row in stride(from: first, to: header.rows, by: 1) {
                guard scanner.skipToData() else { throw cutShort(scanner, index, of: header) }
                let value = try scanner.number("element (\(row + 1), \(column + 1))")
                try scanner.endLine()
                index += 1
                if value != 0 {
                    list.append(row, column, value)
                    if row != column, header.symmetry != .general {
                        list.append(column, row, header.symmetry == .skew ? -value : value)
                    }
                }
                if index & 0xFFFF == 0 { try run.checkCancellation() }
            }
        }
    }

    private static func cutShort(
        _ scanner: TextScanner, _ index: Int, of header: MatrixMarketHeader
    ) -> ComputationError {
        scanner.failure(
            "the file ends after \(index) of \(header.entries) entries", help: "it is cut short, or the sizes are wrong"
        )
    }
}
