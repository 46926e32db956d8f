import COpenBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix, A = V diag(λ) Vᵀ, by LAPACK's `dsyevd` on one thread.
public struct SymmetricEigendecomposition: Sendable {
    /// λ, ascending; shape (n).
    public let values: Tensor<Double>
    /// Vᵀ: row i is the unit eigenvector of `values[i]`; shape (n, n). Signs are LAPACK's.
    public let vectors: Tensor<Double>

    /// Decomposes a matrix; what is above its diagonal is not used.
    ///
    /// - Throws: ``FactorizationError/notConverged``, `.shape`, `.notFinite`.
    /// - Complexity: O(n³), about 9n³ operations.
    public init(of matrix: Tensor<Double>) throws(FactorizationError) {
        let n = try FactorizationError.checkedOrder(matrix)
        LinearAlgebraLibrary.useOneThread
        var vectors = matrix
        var values = Tensor<Double>(shape: [n])
        // Row-major lower is column-major upper, and LAPACK's eigenvectors in columns are our rows.
        let info = vectors.withMutableBuffer { vectors in
            values.withMutableBuffer { values -> Int32 in
                guard n > 0 else { return 0 }
                return LAPACKE_dsyevd(
                    LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")), Int32(n),
                    vectors.baseAddress, Int32(n), values.baseAddress)
            }
        }
        if info > 0 { throw .notConverged }
        if info < 0 { throw .library(routine: "dsyevd", info: Int(info)) }
        self.values = values
        self.vectors = vectors
    }
}
