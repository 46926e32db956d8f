import COpenBLAS
import Glibc

/// The factorization P A = L U of a square matrix with row exchanges, by LAPACK's `dgetrf` on one thread.
public struct LUFactorization: Sendable {
    /// The number of rows n.
    public let order: Int
    // Of the transpose: a row-major matrix is its transpose in LAPACK's column-major order.
    private let factors: Tensor<Double>
    private let exchanges: [Int32]

    /// - Throws: ``FactorizationError/singular(pivot:)`` where a pivot is exactly zero; `.shape`, `.notFinite`.
    /// - Complexity: 2n³/3 multiplications and additions.
    public init(of matrix: Tensor<Double>) throws(FactorizationError) {
        let n = try FactorizationError.checkedOrder(matrix)
        LinearAlgebraLibrary.useOneThread
        var factors = matrix
        var exchanges = [Int32](repeating: 0, count: n)
        let info = factors.withMutableBuffer { elements -> Int32 in
            guard n > 0 else { return 0 }
            return LAPACKE_dgetrf(
                LAPACK_COL_MAJOR, Int32(n), Int32(n), elements.baseAddress, Int32(n), &exchanges)
        }
        if info > 0 { throw .singular(pivot: Int(info) - 1) }
        if info < 0 { throw .library(routine: "dgetrf", info: Int(info)) }
        order = n
        self.factors = factors
        self.exchanges = exchanges
    }

    /// The solution x of A x = b, or of Aᵀ x = b.
    ///
    /// - Parameter b: shape (n), or (n, m) for m right-hand sides in columns; x has the same.
    /// - Throws: `.shape` or `.notFinite`.
    public func solve(_ b: Tensor<Double>, transposed: Bool = false) throws(FactorizationError) -> Tensor<Double> {
        let columns = try FactorizationError.checkedColumns(b, rows: order)
        LinearAlgebraLibrary.useOneThread
        var x = columns == 1 ? b : b.transposedMatrix
        let info = factors.withBuffer { factors in
            x.withMutableBuffer { x -> Int32 in
                guard x.count > 0 else { return 0 }
                return LAPACKE_dgetrs(
                    LAPACK_COL_MAJOR, CChar(UInt8(ascii: transposed ? "N" : "T")), Int32(order),
                    Int32(columns), factors.baseAddress, Int32(order), exchanges, x.baseAddress,
                    Int32(order))
            }
        }
        if info != 0 { throw .library(routine: "dgetrs", info: Int(info)) }
        return columns == 1 ? x : x.transposedMatrix
    }

    /// log |det A| and the sign of det A.
    public var logDeterminant: (magnitude: Double, sign: Double) {
        factors.withBuffer { factors in
            var magnitude = 0.0
            var sign = 1.0
            for i in 0..<order {
                let pivot = factors[i * order + i]
                magnitude += log(pivot.magnitude)
                if (pivot < 0) != (Int(exchanges[i]) != i + 1) { sign = -sign }
            }
            return (magnitude, sign)
        }
    }
}
