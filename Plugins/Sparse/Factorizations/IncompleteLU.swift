import Ansatz

/// The incomplete LU factorization without fill-in: L and U have the pattern of A, and L U the entries of A there. L has
/// ones on its diagonal.
struct IncompleteLU {
    /// L without its diagonal, and U.
    let factors: SplitMatrix
    /// Whether all pivots are positive.
    let hasPositivePivots: Bool

    /// - Throws: ``ComputationError/unsuitable(_:help:)`` for a pivot that is zero, or beyond all numbers.
    init(_ matrix: SparseMatrix, _ run: RunContext) throws {
        // The factors take the place of the entries.
        let work = try CompressedRows(matrix, run)
        let count = work.rows
        // Where each row has its diagonal, and where the row that is being made has each column; −1 for nowhere.
        var diagonals = [Int](repeating: -1, count: count)
        var places = [Int](repeating: -1, count: count)
        var pivots = [Double](repeating: 0, count: count)
        for row in 0..<count {
            for position in work.positions(row) { places[Int(work.indices[position])] = position }
            diagonals[row] = places[row]
            for position in work.positions(row) {
                let column = Int(work.indices[position])
                if column >= row { break }
                let factor = work.values[position] / pivots[column]
                work.values[position] = factor
                for other in (diagonals[column] + 1)..<Int(work.starts[column + 1]) {
                    let place = places[Int(work.indices[other])]
                    if place >= 0 { work.values[place] -= factor * work.values[other] }
                }
            }
            let pivot = places[row] >= 0 ? work.values[places[row]] : 0
            guard pivot != 0, (1 / pivot).isFinite, pivot.isFinite else {
                throw ComputationError.unsuitable(
                    "ilu0 meets the pivot \(pivot) in row \(row + 1), by which it would divide",
                    help: "reorder the rows so that no diagonal entry vanishes, or choose another preconditioner")
            }
            pivots[row] = pivot
            for position in work.positions(row) { places[Int(work.indices[position])] = -1 }
            if row & 0xFFF == 0 { try run.checkCancellation() }
        }
        factors = try SplitMatrix(work, run)
        hasPositivePivots = pivots.allSatisfy { $0 > 0 }
    }
}
