import COpenBLAS
import Glibc

/// The Cholesky factorization A = L Lᵀ of a symmetric positive definite matrix, by LAPACK's `dpotrf` on one thread.
///
/// ```swift
/// let factorization = try CholeskyFactorization(of: covariance)
/// let weights = try factorization.solve(observations)
/// ```
public struct CholeskyFactorization: Sendable {
    /// L, with zeros above the diagonal; shape (n, n).
    public let lower: Tensor<Double>

    /// The number of rows n.
    public var order: Int { lower.shape[0] }

    /// Factorizes a matrix; what is above its diagonal is not used.
    ///
    /// - Throws: ``FactorizationError/notPositiveDefinite(pivot:)`` with the first bad pivot; `.shape`, `.notFinite`.
    /// - Complexity: n³/3 multiplications and additions.
    public init(of matrix: Tensor<Double>) throws(FactorizationError) {
        let n = try FactorizationError.checkedOrder(matrix)
        LinearAlgebraLibrary.useOneThread
        var lower = matrix
        // Row-major lower is column-major upper: no transposition.
        let info = lower.withMutableBuffer { elements -> Int32 in
            guard n > 0 else { return 0 }
            for row in 0..<n {
                for column in row + 1..<Swift.max(n, row + 1) { elements[row * n + column] = 0 }
            }
            return LAPACKE_dpotrf(
                LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), Int32(n), elements.baseAddress, Int32(n))
        }
        if info > 0 { throw .notPositiveDefinite(pivot: Int(info) - 1) }
        if info < 0 { throw .library(routine: "dpotrf", info: Int(info)) }
        self.lower = lower
    }

    /// The solution x of A x = b.
    ///
    /// - Parameter b: shape (n), or (n, m) for m right-hand sides in columns; x has the same.
    /// - Throws: `.shape` or `.notFinite`.
    public func solve(_ b: Tensor<Double>) throws(FactorizationError) -> Tensor<Double> {
        let halfway = try applyTriangle(b, transposed: false)
        return try applyTriangle(halfway, transposed: true)
    }

    /// The solution of L y = b: the whitened residual, whose squares sum to bᵀ A⁻¹ b.
    ///
    /// - Throws: `.shape` or `.notFinite`.
    public func solveLower(_ b: Tensor<Double>) throws(FactorizationError) -> Tensor<Double> {
        try applyTriangle(b, transposed: false)
    }

    /// log det A = 2 Σ log Lᵢᵢ.
    public var logDeterminant: Double {
        let n = order
        return lower.withBuffer { elements in
            var sum = 0.0
            for i in 0..<n { sum += log(elements[i * n + i]) }
            return 2 * sum
        }
    }

    private func applyTriangle(_ b: Tensor<Double>, transposed: Bool) throws(FactorizationError) -> Tensor<Double> {
        let n = order
        let columns = try FactorizationError.checkedColumns(b, rows: n)
        LinearAlgebraLibrary.useOneThread
        var x = b
        lower.withBuffer { lower in
            x.withMutableBuffer { x in
                guard x.count > 0 else { return }
                cblas_dtrsm(
                    CblasRowMajor, CblasLeft, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit,
                    Int32(n), Int32(columns), 1, lower.baseAddress, Int32(n), x.baseAddress, Int32(columns))
            }
        }
        return x
    }
}
