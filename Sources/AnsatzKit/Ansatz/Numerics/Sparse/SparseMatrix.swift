/// A matrix in compressed rows (CSR): the entries of each row, one row after the other.
///
/// Columns are ascending within a row, without repetition; stored zeros are allowed. Column indices are 32 bits wide,
/// since products are bound by memory.
public struct SparseMatrix: Sendable, Equatable {
    public let rows: Int
    public let columns: Int
    /// Where each row begins in ``columnIndices`` and ``values``; `rows + 1` numbers, the last is the number of entries.
    public let rowStarts: [Int]
    public let columnIndices: [Int32]
    public private(set) var values: [Double]

    /// The number of stored entries.
    public var entryCount: Int { values.count }

    /// - Throws: ``SparseMatrixError`` where the arrays are no CSR matrix.
    public init(
        rows: Int, columns: Int, rowStarts: [Int], columnIndices: [Int32], values: [Double]
    ) throws(SparseMatrixError) {
        guard rows >= 0, columns >= 0, columns <= Int(Int32.max) else {
            throw SparseMatrixError("a matrix of \(rows) x \(columns) can't be stored")
        }
        guard rowStarts.count - 1 == rows, rowStarts.first == 0, rowStarts.last == values.count else {
            throw SparseMatrixError(
                "the row starts of a matrix with \(rows) rows and \(values.count) entries must be \(rows + 1) numbers "
                    + "from 0 to \(values.count)")
        }
        guard columnIndices.count == values.count else {
            throw SparseMatrixError("\(columnIndices.count) column indices for \(values.count) values")
        }
        for row in 0..<rows {
            let (start, end) = (rowStarts[row], rowStarts[row + 1])
            guard start <= end, end <= values.count else {
                throw SparseMatrixError("the start of row \(row) is \(start), that of the next is \(end)")
            }
            var last: Int32 = -1
            for position in start..<end {
                let column = columnIndices[position]
                guard column > last, Int(column) < columns else {
                    throw SparseMatrixError(
                        column > last
                            ? "row \(row) has an entry in column \(column), the matrix has \(columns) columns"
                            : "the columns of row \(row) are not ascending")
                }
                last = column
            }
        }
        self.init(
            unchecked: rows, columns, rowStarts: rowStarts, columnIndices: columnIndices, values: values)
    }

    /// For arrays that are known to be right by how they were made.
    init(unchecked rows: Int, _ columns: Int, rowStarts: [Int], columnIndices: [Int32], values: [Double]) {
        self.rows = rows
        self.columns = columns
        self.rowStarts = rowStarts
        self.columnIndices = columnIndices
        self.values = values
    }

    /// The entry at a place; 0 where none is stored.
    ///
    /// - Precondition: `row` and `column` lie within the matrix.
    public subscript(row: Int, column: Int) -> Double {
        precondition((0..<columns).contains(column), "column \(column) of \(columns)")
        var (low, high) = (rowStarts[row], rowStarts[row + 1])
        while low < high {
            let middle = (low + high) / 2
            if Int(columnIndices[middle]) < column { low = middle + 1 } else { high = middle }
        }
        return low < rowStarts[row + 1] && Int(columnIndices[low]) == column ? values[low] : 0
    }

    /// y = A x. Each row is summed in the order of its columns, so that the number of threads changes no bit.
    ///
    /// - Precondition: `x` holds ``columns`` numbers, `y` holds ``rows``; they don't overlap.
    public func apply(
        _ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>, threads: Threads = .one
    ) {
        precondition(x.count == columns && y.count == rows, "a product with a matrix of \(rows) x \(columns)")
        guard rows > 0, let target = y.baseAddress else { return }
        guard columns > 0, let x = x.baseAddress else {
            y.update(repeating: 0)
            return
        }
        rowStarts.withUnsafeBufferPointer { starts in
            columnIndices.withUnsafeBufferPointer { indices in
                values.withUnsafeBufferPointer { values in
                    threads.paying(for: entryCount).forEach(0..<rows, grain: max(2048, rows / 64)) { block in
                        guard let starts = starts.baseAddress else { return }
                        for row in block {
                            var sum = 0.0
                            for position in starts[row]..<starts[row + 1] {
                                sum +=
                                    values.baseAddress.unsafelyUnwrapped[position]
                                    * x[Int(indices.baseAddress.unsafelyUnwrapped[position])]
                            }
                            target[row] = sum
                        }
                    }
                }
            }
        }
    }

    /// Aᵀ.
    public var transposed: SparseMatrix {
        var starts = [Int](repeating: 0, count: columns + 1)
        for column in columnIndices { starts[Int(column) + 1] += 1 }
        for column in 0..<columns { starts[column + 1] += starts[column] }
        var next = starts
        var indices = [Int32](repeating: 0, count: entryCount)
        var entries = [Double](repeating: 0, count: entryCount)
        for row in 0..<rows {
            for position in rowStarts[row]..<rowStarts[row + 1] {
                let column = Int(columnIndices[position])
                indices[next[column]] = Int32(truncatingIfNeeded: row)
                entries[next[column]] = values[position]
                next[column] += 1
            }
        }
        return SparseMatrix(
            unchecked: columns, rows, rowStarts: starts, columnIndices: indices, values: entries)
    }

    /// The entries aᵢᵢ; 0 where none is stored.
    public var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

    /// Whether |aᵢⱼ − aⱼᵢ| ≤ tolerance · max |a| for all entries.
    public func isSymmetric(tolerance: Double = 0) -> Bool {
        guard rows == columns else { return false }
        let limit = tolerance * (values.map(\.magnitude).max() ?? 0)
        let other = transposed
        for row in 0..<rows {
            var (mine, theirs) = (rowStarts[row], other.rowStarts[row])
            let (end, otherEnd) = (rowStarts[row + 1], other.rowStarts[row + 1])
            while mine < end || theirs < otherEnd {
                let column = mine < end ? columnIndices[mine] : .max
                let otherColumn = theirs < otherEnd ? other.columnIndices[theirs] : .max
                let value = column <= otherColumn ? values[mine] : 0
                let otherValue = otherColumn <= column ? other.values[theirs] : 0
                if !(abs(value - otherValue) <= limit) { return false }
                if column <= otherColumn { mine += 1 }
                if otherColumn <= column { theirs += 1 }
            }
        }
        return true
    }
}

/// Arrays that are no sparse matrix.
public struct SparseMatrixError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
