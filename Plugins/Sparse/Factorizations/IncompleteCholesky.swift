import Ansatz

/// The incomplete Cholesky factorization without fill-in: L has the pattern of A's lower triangle, and L Lᵀ the entries
/// of A there.
///
/// Where a pivot is not positive, which can happen for positive definite matrices that are no M-matrices, the diagonal is
/// raised by a fraction α of itself and the factorization begins again (Manteuffel's shift): α = 0, 10⁻³, 2·10⁻³, 4·10⁻³,
/// ...
struct IncompleteCholesky {
    /// L, its diagonal, and Lᵀ.
    let factors: SplitMatrix
    /// The shift that was needed.
    let shift: Double

    private static let firstShift = 1e-3
    private static let lastShift = 1e3

    /// - Throws: ``ComputationError/unsuitable(_:help:)`` for a diagonal entry that is not positive.
    init(_ matrix: SparseMatrix, _ run: RunContext) throws {
        let source = try CompressedRows(matrix, run)
        let diagonal = source.diagonal()
        if let row = diagonal.firstIndex(where: { !($0 > 0) || !$0.isFinite }) {
            throw ComputationError.unsuitable(
                "ic0 needs a positive definite matrix, and the diagonal entry of row \(row + 1) is \(diagonal[row])",
                help: "choose ilu0 with gmres or bicgstab")
        }
        var α = 0.0
        while true {
            if let factors = try Self.factors(of: source, diagonal, shift: α, run) {
                self.factors = factors
                shift = α
                break
            }
            α = α == 0 ? Self.firstShift : 2 * α
            guard α < Self.lastShift else {
                throw ComputationError.unsuitable(
                    "ic0 finds no shift of the diagonal that makes its pivots positive",
                    help: "check the entries of the matrix, or choose another preconditioner")
            }
        }
        if shift > 0 { run.log("ic0: a pivot was not positive; the diagonal was raised by \(shift) of itself") }
    }

    /// - Returns: `nil` where a pivot is not positive.
    private static func factors(
        of matrix: CompressedRows, _ diagonal: [Double], shift: Double, _ run: RunContext
    ) throws -> SplitMatrix? {
        let count = matrix.rows
        var below = 0
        for row in 0..<count {
            for position in matrix.positions(row) where Int(matrix.indices[position]) < row { below += 1 }
            if row % CompressedRows.rowsPerPoll == 0 { try run.checkCancellation() }
        }
        let lower = CompressedRows(rows: count, columns: count, count: below)
        var pivots = [Double](repeating: 0, count: count)
        // The row that is being made, spread out; zeros elsewhere.
        let spread = UnsafeMutablePointer<Double>.allocate(capacity: max(count, 1))
        spread.initialize(repeating: 0, count: max(count, 1))
        defer { spread.deallocate() }
        let succeeded = try pivots.withUnsafeMutableBufferPointer { pivots in
            var next = 0
            for row in 0..<count {
                let start = next
                var square = 0.0
                for position in matrix.positions(row) {
                    let column = Int(matrix.indices[position])
                    if column >= row { continue }
                    var value = matrix.values[position]
                    for other in lower.positions(column) {
                        value -= lower.values[other] * spread[Int(lower.indices[other])]
                    }
                    value /= pivots[column]
                    spread[column] = value
                    lower.indices[next] = matrix.indices[position]
                    lower.values[next] = value
                    square += value * value
                    next += 1
                }
                lower.starts[row + 1] = Int32(truncatingIfNeeded: next)
                for position in start..<next { spread[Int(lower.indices[position])] = 0 }
                let pivot = diagonal[row] * (1 + shift) - square
                guard pivot > 1e-10 * diagonal[row], pivot.isFinite else { return false }
                pivots[row] = pivot.squareRoot()
                if row & 0xFFF == 0 { try run.checkCancellation() }
            }
            return true
        }
        return succeeded ? SplitMatrix(lower: lower, diagonal: pivots, upper: try lower.transposed(run)) : nil
    }
}
