/// Why a matrix could not be factorized, or a factorization not applied.
public enum FactorizationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The matrix has another shape than the factorization takes, or a right-hand side does not fit it.
    case shape(found: [Int], expected: String)
    /// The first element that is infinite or not a number.
    case notFinite(indices: [Int])
    /// The leading block of `pivot` + 1 rows is not positive definite.
    case notPositiveDefinite(pivot: Int)
    /// The pivot is exactly zero: the matrix has no inverse.
    case singular(pivot: Int)
    /// LAPACK's iteration for eigenvalues or singular values did not converge.
    case notConverged
    /// LAPACK refused the call or had no memory; its `info`.
    case library(routine: String, info: Int)

    public var description: String {
        switch self {
        case .shape(let found, let expected):
            "shape \(found) where \(expected) is needed"
        case .notFinite(let indices):
            "element \(indices) is infinite or not a number"
        case .notPositiveDefinite(let pivot):
            "not positive definite: pivot \(pivot) is not positive; add to the diagonal, or use LU"
        case .singular(let pivot):
            "singular: pivot \(pivot) is zero; use least squares"
        case .notConverged:
            "the eigenvalue iteration did not converge"
        case .library(let routine, let info):
            "LAPACK's \(routine) failed with info \(info)"
        }
    }

    /// The order of a square matrix that is finite and that LAPACK can address.
    static func checkedOrder(_ matrix: Tensor<Double>) throws(FactorizationError) -> Int {
        guard matrix.shape.count == 2, matrix.shape[0] == matrix.shape[1], matrix.shape[0] <= Int(Int32.max) else {
            throw .shape(found: matrix.shape, expected: "a square matrix (n, n)")
        }
        if let indices = matrix.firstNonFinite { throw .notFinite(indices: indices) }
        return matrix.shape[0]
    }

    /// The number of right-hand sides in `b`: 1 for shape (n), m for shape (n, m).
    static func checkedColumns(_ b: Tensor<Double>, rows: Int) throws(FactorizationError) -> Int {
        guard (1...2).contains(b.shape.count), b.shape[0] == rows, b.count / Swift.max(rows, 1) <= Int(Int32.max)
        else {
            throw .shape(found: b.shape, expected: "(\(rows)) or (\(rows), m)")
        }
        if let indices = b.firstNonFinite { throw .notFinite(indices: indices) }
        return b.shape.count == 1 ? 1 : b.shape[1]
    }
}
