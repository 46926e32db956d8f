import COpenBLAS

/// The thin singular value decomposition A = U diag(σ) Vᵀ, by LAPACK's `dgesdd` on one thread.
///
/// For A of m rows and n columns and k = min(m, n): U is (m, k), σ is (k), Vᵀ is (k, n).
public struct SingularValueDecomposition: Sendable {
    public let left: Tensor<Double>
    /// σ, descending.
    public let values: Tensor<Double>
    public let rightTransposed: Tensor<Double>

    /// - Throws: ``FactorizationError/notConverged``, `.shape`, `.notFinite`.
    public init(of matrix: Tensor<Double>) throws(FactorizationError) {
        guard matrix.shape.count == 2, matrix.shape.allSatisfy({ $0 <= Int(Int32.max) }) else {
            throw .shape(found: matrix.shape, expected: "a matrix (m, n)")
        }
        if let indices = matrix.firstNonFinite { throw .notFinite(indices: indices) }
        LinearAlgebraLibrary.useOneThread
        let (m, n) = (matrix.shape[0], matrix.shape[1])
        let k = Swift.min(m, n)
        var (work, values) = (matrix, Tensor<Double>(shape: [k]))
        var (left, right) = (Tensor<Double>(shape: [m, k]), Tensor<Double>(shape: [k, n]))
        // The row-major A is LAPACK's Aᵀ = V diag(σ) Uᵀ, so left and right change places.
        let info = work.withMutableBuffer { work in
            values.withMutableBuffer { values in
                left.withMutableBuffer { left in
                    right.withMutableBuffer { right -> Int32 in
                        guard k > 0 else { return 0 }
                        return LAPACKE_dgesdd(
                            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "S")), Int32(n), Int32(m),
                            work.baseAddress, Int32(n), values.baseAddress, right.baseAddress, Int32(n),
                            left.baseAddress, Int32(k))
                    }
                }
            }
        }
        if info > 0 { throw .notConverged }
        if info < 0 { throw .library(routine: "dgesdd", info: Int(info)) }
        self.left = left
        self.values = values
        rightTransposed = right
    }
}
