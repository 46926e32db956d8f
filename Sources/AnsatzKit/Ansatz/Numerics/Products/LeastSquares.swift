import COpenBLAS

/// The x of least norm among those that minimise ‖A x - b‖₂, by LAPACK's `dgelsd` (singular values) on one thread.
public struct LeastSquares: Sendable {
    /// x; shape (n), or (n, columns) as b had.
    public let solution: Tensor<Double>
    /// The number of singular values above the cutoff.
    public let rank: Int
    /// The singular values of A, descending.
    public let singularValues: Tensor<Double>

    /// - Parameters:
    ///   - matrix: A, shape (m, n), of any rank.
    ///   - rightHandSide: b, shape (m) or (m, columns).
    ///   - cutoff: singular values up to `cutoff` times the largest count as zero; in [0, 1), the machine's precision
    ///     where `nil`.
    /// - Throws: ``FactorizationError/notConverged``, `.shape`, `.notFinite`.
    public init(
        _ matrix: Tensor<Double>, _ rightHandSide: Tensor<Double>, cutoff: Double? = nil
    ) throws(FactorizationError) {
        guard matrix.shape.count == 2, matrix.shape.allSatisfy({ $0 <= Int(Int32.max) }) else {
            throw .shape(found: matrix.shape, expected: "a matrix (m, n)")
        }
        let (m, n) = (matrix.shape[0], matrix.shape[1])
        let columns = try FactorizationError.checkedColumns(rightHandSide, rows: m)
        if let indices = matrix.firstNonFinite { throw .notFinite(indices: indices) }
        LinearAlgebraLibrary.useOneThread
        var work = matrix.transposedMatrix
        var values = Tensor<Double>(shape: [Swift.min(m, n)])
        // One right-hand side a row here is one a column for LAPACK; the solution may be longer than b.
        let extent = Swift.max(m, n)
        var sides = Tensor<Double>(shape: [columns, extent])
        rightHandSide.withBuffer { b in
            sides.withMutableBuffer { sides in
                for row in 0..<m {
                    for column in 0..<columns { sides[column * extent + row] = b[row * columns + column] }
                }
            }
        }
        var rank: Int32 = 0
        let info = work.withMutableBuffer { work in
            sides.withMutableBuffer { sides in
                values.withMutableBuffer { values -> Int32 in
                    guard m > 0, n > 0, columns > 0 else { return 0 }
                    return LAPACKE_dgelsd(
                        LAPACK_COL_MAJOR, Int32(m), Int32(n), Int32(columns), work.baseAddress,
                        Int32(m), sides.baseAddress, Int32(extent), values.baseAddress, cutoff ?? -1, &rank)
                }
            }
        }
        if info > 0 { throw .notConverged }
        if info < 0 { throw .library(routine: "dgelsd", info: Int(info)) }
        var solution = Tensor<Double>(shape: rightHandSide.shape.count == 1 ? [n] : [n, columns])
        sides.withBuffer { sides in
            solution.withMutableBuffer { x in
                for row in 0..<n {
                    for column in 0..<columns { x[row * columns + column] = m > 0 ? sides[column * extent + row] : 0 }
                }
            }
        }
        self.solution = solution
        self.rank = Int(rank)
        singularValues = values
    }
}
