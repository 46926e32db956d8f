/// A system of linear equations A x = b, known by products with A.
///
/// Vectors have the system's shape (the grid's interior, say), row-major. All members must be cheap but `apply`.
public protocol LinearSystem: AnyObject {
    /// The shape of x and b.
    var shape: [Int] { get }

    /// b.
    var rightHandSide: Tensor<Double> { get }

    /// y = A x. Both buffers hold `shape`'s product of elements and don't overlap.
    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>)

    /// What is known of A, for methods that need symmetry.
    var matrixClass: MatrixClass { get }

    /// What a tuner may know before the solve, such as the diffusivity at the start of the step; empty for nothing.
    var context: [ContextVariable] { get }

    /// Floating-point operations of one product with A; seven for each unknown, a five-point stencil's, unless said
    /// otherwise.
    var operationsPerProduct: Double { get }

    /// The vectors that A maps to zero.
    var nullspace: Nullspace { get }

    /// A number that no eigenvalue of a symmetric A lies below, rigorously; of those on the complement of the
    /// ``nullspace`` where there is one. `nil` where none is known.
    var eigenvalueLowerBound: Double? { get }

    /// Where the unknowns lie, one axis for each extent of ``shape``; plain counts unless said otherwise.
    var axes: [Axis] { get }

    /// A symmetric positive definite system of the same shape whose inverse preconditions this one, for indefinite ones
    /// that multigrid can't take itself; `nil` where there is none.
    var preconditioningSystem: (any LinearSystem)? { get }

    /// The fields that A was made of, at all points of the grid, by the names that samples give them; empty unless said
    /// otherwise. For methods that learned from such fields.
    var coefficientFields: [Field] { get }
}

extension LinearSystem {
    public var matrixClass: MatrixClass { .general }
    public var context: [ContextVariable] { [] }
    public var operationsPerProduct: Double { 7 * Double(rightHandSide.count) }
    public var nullspace: Nullspace { .none }
    public var eigenvalueLowerBound: Double? { nil }
    public var axes: [Axis] { shape.enumerated().map { .index("i\($0.offset)", count: $0.element, role: .space) } }
    public var preconditioningSystem: (any LinearSystem)? { nil }
    public var coefficientFields: [Field] { [] }

    /// y = A x.
    ///
    /// - Precondition: `x` and `y` have the system's shape.
    public func apply(_ x: Tensor<Double>, into y: inout Tensor<Double>) {
        precondition(x.shape == shape && y.shape == shape, "A x with shapes \(x.shape), \(y.shape), A's is \(shape)")
        x.withBuffer { x in y.withMutableBuffer { apply(x, into: $0) } }
    }

    /// r = b − A x.
    ///
    /// - Precondition: `x` and `r` have the system's shape.
    public func residual(of x: Tensor<Double>, into r: inout Tensor<Double>) {
        apply(x, into: &r)
        xpby(rightHandSide, -1, &r)
    }

    /// ‖b − A x‖₂ / ‖b‖₂ in fresh arithmetic (‖b − A x‖₂ where b = 0); NaN where x is not finite.
    public func relativeResidual(of x: Tensor<Double>) -> Double {
        var product = Tensor<Double>(shape: shape)
        x.withBuffer { x in product.withMutableBuffer { apply(x, into: $0) } }
        var squares = 0.0
        var scale = 0.0
        rightHandSide.withBuffer { b in
            product.withBuffer { product in
                for index in b.indices {
                    let difference = b[index] - product[index]
                    squares += difference * difference
                    scale += b[index] * b[index]
                }
            }
        }
        return scale == 0 ? squares.squareRoot() : (squares / scale).squareRoot()
    }
}

/// Symmetry and definiteness of a matrix, as far as known.
public enum MatrixClass: Hashable, Sendable {
    case general
    case symmetric
    case symmetricPositiveDefinite
    /// xᵀA x ≥ 0, and zero on the system's ``Nullspace`` alone.
    case symmetricPositiveSemidefinite
}

/// The vectors that a matrix maps to zero.
public enum Nullspace: Hashable, Sendable {
    /// Only zero.
    case none
    /// Vectors whose elements are all equal, as with no-flux or periodic boundaries. The right-hand side of such a system
    /// sums to zero; of its solutions, the one that sums to zero is meant.
    case constants
}
