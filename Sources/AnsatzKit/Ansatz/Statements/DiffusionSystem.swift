/// A linear system whose matrix is a diffusion operator on a structured grid.
public protocol DiffusionSystem: SparseSystem {
    /// A.
    var diffusion: DiffusionStencil { get }
}

extension DiffusionSystem {
    public func matrix() throws -> SparseMatrix { try diffusion.assembled() }
    public func matrix(_ run: RunContext) throws -> SparseMatrix { try diffusion.assembled(run) }
}

/// A u = b with a diffusion operator on a structured grid: all that a problem on a grid in one to three dimensions needs.
///
/// One object may serve many solves: set its parts anew before each.
public final class GridDiffusionSystem: DiffusionSystem {
    /// A. Its extents don't change.
    public var diffusion: DiffusionStencil {
        didSet {
            precondition(diffusion.shape == shape, "the stencil's shape is not \(shape)")
            product = DiffusionProduct(diffusion)
        }
    }
    public let shape: [Int]
    public let axes: [Axis]
    public var coefficientFields: [Field] = []
    public let matrixClass: MatrixClass
    public let nullspace: Nullspace
    public var eigenvalueLowerBound: Double?
    public var context: [ContextVariable]
    /// b; zeros at first.
    public var rightHandSide: Tensor<Double> {
        didSet { precondition(rightHandSide.shape == shape, "the right-hand side's shape is not \(shape)") }
    }
    private let threads: Threads
    private var product: DiffusionProduct

    /// - Parameters:
    ///   - axes: where the unknowns lie; as many points along each as the stencil has.
    ///   - matrixClass: what is known of A.
    public init(
        _ diffusion: DiffusionStencil, axes: [Axis], _ matrixClass: MatrixClass, nullspace: Nullspace = .none,
        eigenvalueLowerBound: Double? = nil, context: [ContextVariable] = [], threads: Threads = .one
    ) {
        precondition(axes.map(\.count) == diffusion.shape, "axes of other extents than \(diffusion.shape)")
        self.diffusion = diffusion
        self.axes = axes
        self.matrixClass = matrixClass
        self.nullspace = nullspace
        self.eigenvalueLowerBound = eigenvalueLowerBound
        self.context = context
        self.threads = threads
        shape = diffusion.shape
        rightHandSide = Tensor(shape: shape)
        product = DiffusionProduct(diffusion)
    }

    public func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        product.apply(x, into: y, threads: threads)
    }

    public var operationsPerProduct: Double { diffusion.operationsPerProduct }
}
