import Ansatz

/// A matrix in compressed rows with indices of 32 bits, in memory that loops reach without checks.
///
/// Columns need not be ascending. Never written after it was made.
final class CompressedRows: @unchecked Sendable {
    let rows: Int
    let columns: Int
    /// Where each row begins; `rows + 1` numbers.
    let starts: UnsafeMutablePointer<Int32>
    let indices: UnsafeMutablePointer<Int32>
    let values: UnsafeMutablePointer<Double>
    let count: Int

    /// With room for entries that the caller fills in; the starts are zeros.
    init(rows: Int, columns: Int, count: Int) {
        self.rows = rows
        self.columns = columns
        self.count = count
        starts = .allocate(capacity: rows + 1)
        starts.initialize(repeating: 0, count: rows + 1)
        indices = .allocate(capacity: max(count, 1))
        values = .allocate(capacity: max(count, 1))
    }

    /// - Throws: where there are more entries than 32 bits count, or the user asked to stop.
    convenience init(_ matrix: SparseMatrix, _ run: RunContext) throws {
        try run.checkCancellation()
        let count = try Self.checkedCount(matrix.entryCount)
        self.init(rows: matrix.rows, columns: matrix.columns, count: count)
        matrix.rowStarts.withUnsafeBufferPointer { source in
            for row in source.indices { starts[row] = Int32(truncatingIfNeeded: source[row]) }
        }
        matrix.columnIndices.withUnsafeBufferPointer { source in
            if let source = source.baseAddress { indices.update(from: source, count: count) }
        }
        try run.checkCancellation()
        matrix.values.withUnsafeBufferPointer { source in
            if let source = source.baseAddress { values.update(from: source, count: count) }
        }
        try run.checkCancellation()
    }

    deinit {
        starts.deallocate()
        indices.deallocate()
        values.deallocate()
    }

    static func checkedCount(_ count: Int) throws -> Int {
        guard count < Int(Int32.max) else {
            throw ComputationError.tooLarge("\(count) entries of a sparse matrix are more than its indices can count")
        }
        return count
    }

    /// The positions of a row's entries.
    @inline(__always)
    func positions(_ row: Int) -> Range<Int> { Range(uncheckedBounds: (Int(starts[row]), Int(starts[row + 1]))) }

    /// y = A x.
    func apply(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, _ threads: Threads) {
        threads.paying(for: Int(starts[rows])).forEach(0..<rows, grain: max(4096, rows / 16)) { block in
            for row in block { y[row] = inner(positions(row), x) }
        }
    }

    /// y += A x.
    func add(_ x: UnsafePointer<Double>, to y: UnsafeMutablePointer<Double>, _ threads: Threads) {
        threads.paying(for: Int(starts[rows])).forEach(0..<rows, grain: max(4096, rows / 16)) { block in
            for row in block { y[row] += inner(positions(row), x) }
        }
    }

    /// Σ a x over a run of entries.
    @inline(__always)
    func inner(_ positions: Range<Int>, _ x: UnsafePointer<Double>) -> Double {
        sparseInner(indices, values, positions.lowerBound, positions.upperBound, x)
    }

    /// Rows between two questions whether to stop.
    static let rowsPerPoll = 1 << 14

    /// The entries aᵢᵢ, summed where there are several; 0 where there is none.
    func diagonal() -> [Double] {
        var diagonal = [Double](repeating: 0, count: rows)
        diagonal.withUnsafeMutableBufferPointer { diagonal in
            for row in 0..<min(rows, columns) {
                for position in positions(row) where Int(indices[position]) == row { diagonal[row] += values[position] }
            }
        }
        return diagonal
    }

    /// Aᵀ, with ascending columns.
    func transposed(_ run: RunContext) throws -> CompressedRows {
        let other = CompressedRows(rows: columns, columns: rows, count: count)
        let next = other.starts
        for position in 0..<count { next[Int(indices[position]) + 1] += 1 }
        for column in 0..<columns { next[column + 1] += next[column] }
        try run.checkCancellation()
        // Each start moves to the next row's as its row fills, and back afterwards.
        for row in 0..<rows {
            for position in positions(row) {
                let column = Int(indices[position])
                let target = Int(next[column])
                other.indices[target] = Int32(truncatingIfNeeded: row)
                other.values[target] = values[position]
                next[column] += 1
            }
            if row % Self.rowsPerPoll == 0 { try run.checkCancellation() }
        }
        for column in stride(from: columns, to: 0, by: -1) { next[column] = next[column - 1] }
        next[0] = 0
        return other
    }
}

/// Σ values[k] x[indices[k]] for k in start..<end, in two sums: one would wait for itself.
@inline(__always)
func sparseInner(
    _ indices: UnsafePointer<Int32>, _ values: UnsafePointer<Double>, _ start: Int, _ end: Int,
    _ x: UnsafePointer<Double>
) -> Double {
    var even = 0.0
    var odd = 0.0
    var position = start
    while position &+ 1 < end {
        even += values[position] * x[Int(indices[position])]
        odd += values[position &+ 1] * x[Int(indices[position &+ 1])]
        position &+= 2
    }
    if position < end { even += values[position] * x[Int(indices[position])] }
    return even + odd
}
