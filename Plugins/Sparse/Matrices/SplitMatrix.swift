import Ansatz

/// A square matrix as what lies below its diagonal, the diagonal, and what lies above: A = L + D + U.
///
/// L and U are kept apart, each in compressed rows, so that a sweep that needs one of them doesn't read the other.
final class SplitMatrix: @unchecked Sendable {
    let count: Int
    let diagonal: UnsafeMutablePointer<Double>
    /// 1 / dᵢᵢ.
    let inverse: UnsafeMutablePointer<Double>
    let lower: CompressedRows
    let upper: CompressedRows

    /// - Throws: ``ComputationError/unsuitable(_:help:)`` for a zero on the diagonal.
    init(_ matrix: CompressedRows, _ run: RunContext) throws {
        let count = matrix.rows
        self.count = count
        diagonal = .allocate(capacity: max(count, 1))
        inverse = .allocate(capacity: max(count, 1))
        let (diagonal, inverse) = (diagonal, inverse)
        var below = 0
        var above = 0
        for row in 0..<count {
            for position in matrix.positions(row) {
                let column = Int(matrix.indices[position])
                if column < row { below += 1 } else if column > row { above += 1 }
            }
            if row % CompressedRows.rowsPerPoll == 0 { try run.checkCancellation() }
        }
        lower = CompressedRows(rows: count, columns: count, count: below)
        upper = CompressedRows(rows: count, columns: count, count: above)
        var (belowNext, aboveNext) = (0, 0)
        for row in 0..<count {
            var entry = 0.0
            for position in matrix.positions(row) {
                let (index, value) = (matrix.indices[position], matrix.values[position])
                if Int(index) < row {
                    lower.indices[belowNext] = index
                    lower.values[belowNext] = value
                    belowNext += 1
                } else if Int(index) > row {
                    upper.indices[aboveNext] = index
                    upper.values[aboveNext] = value
                    aboveNext += 1
                } else {
                    entry += value
                }
            }
            lower.starts[row + 1] = Int32(truncatingIfNeeded: belowNext)
            upper.starts[row + 1] = Int32(truncatingIfNeeded: aboveNext)
            diagonal[row] = entry
            inverse[row] = 1 / entry
            if row % CompressedRows.rowsPerPoll == 0 { try run.checkCancellation() }
        }
        if let row = (0..<count).first(where: { diagonal[$0] == 0 || !inverse[$0].isFinite }) {
            throw ComputationError.unsuitable(
                "row \(row + 1) of the matrix has a diagonal entry of \(diagonal[row]), and relaxation divides by it",
                help: "reorder the rows so that no diagonal entry vanishes, or choose gmres or minres")
        }
    }

    /// From parts that are made elsewhere.
    init(lower: CompressedRows, diagonal entries: [Double], upper: CompressedRows) {
        count = entries.count
        self.lower = lower
        self.upper = upper
        diagonal = .allocate(capacity: max(count, 1))
        inverse = .allocate(capacity: max(count, 1))
        for (row, entry) in entries.enumerated() {
            diagonal[row] = entry
            inverse[row] = 1 / entry
        }
    }

    deinit {
        diagonal.deallocate()
        inverse.deallocate()
    }

    var entryCount: Int { count + lower.count + upper.count }

    /// y = A x.
    func apply(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, _ threads: Threads) {
        threads.forEach(0..<count, grain: max(4096, count / 16)) { block in
            for row in block {
                y[row] =
                    lower.inner(lower.positions(row), x) + diagonal[row] * x[row]
                    + upper.inner(upper.positions(row), x)
            }
        }
    }

    /// The largest row sum of |D⁻¹ A|: no eigenvalue of D⁻¹ A is larger in magnitude.
    var scaledRowSum: Double {
        var largest = 1.0
        for row in 0..<count {
            var sum = 0.0
            for position in lower.positions(row) { sum += abs(lower.values[position]) }
            for position in upper.positions(row) { sum += abs(upper.values[position]) }
            largest = max(largest, 1 + sum * abs(inverse[row]))
        }
        return largest
    }
}
