/// A x = b with the matrix of a constant stencil: all that a problem on a structured grid needs.
///
/// One object may serve every step of a march: set its parts anew before each.
///
/// ```swift
/// let system = ConstantStencilSystem(stencil, .symmetricPositiveDefinite)
/// try source.sampler(on: axes, run).sample(at: 0, into: &system.rightHandSide)
/// ```
public final class ConstantStencilSystem: StencilSystem {
    /// A. Its rows and columns don't change.
    public var stencil: ConstantStencil {
        didSet {
            precondition(
                stencil.rows == shape[0] && stencil.columns == shape[1], "the stencil's shape is not \(shape)")
        }
    }
    /// `[rows, columns]` of the stencil.
    public let shape: [Int]
    public let matrixClass: MatrixClass
    /// b; zeros at first.
    public var rightHandSide: Tensor<Double> {
        didSet {
            precondition(
                rightHandSide.shape == shape, "the right-hand side's shape is not \(shape)")
        }
    }
    public var context: [ContextVariable]
    public var eigenvalueLowerBound: Double?
    public let axes: [Axis]
    public var coefficientFields: [Field] = []

    /// - Parameters:
    ///   - matrixClass: what is known of the stencil's matrix. One with a positive diagonal that is at least twice
    ///     `|alongRow| + |acrossRows|` is symmetric positive definite.
    ///   - axes: where the unknowns lie, where it is known: `[rows, columns]` points.
    ///   - context: what a tuner may know before the solve.
    public init(
        _ stencil: ConstantStencil, axes: [Axis]? = nil, _ matrixClass: MatrixClass,
        eigenvalueLowerBound: Double? = nil, context: [ContextVariable] = []
    ) {
        let axes =
            axes ?? [
                .index("i0", count: stencil.rows, role: .space), .index("i1", count: stencil.columns, role: .space),
            ]
        precondition(axes.map(\.count) == [stencil.rows, stencil.columns], "axes of other extents than the stencil")
        self.axes = axes
        self.eigenvalueLowerBound = eigenvalueLowerBound
        self.stencil = stencil
        self.matrixClass = matrixClass
        self.context = context
        shape = [stencil.rows, stencil.columns]
        rightHandSide = Tensor(shape: shape)
    }

    public func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        stencil.apply(x, into: y)
    }
}
