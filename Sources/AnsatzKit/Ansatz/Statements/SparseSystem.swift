/// A linear system whose matrix entries are known.
public protocol SparseSystem: LinearSystem {
    /// A, with rows and columns in the row-major order of the unknowns.
    ///
    /// Systems on grids assemble it, which costs time and memory: ask once for a system, and keep it.
    ///
    /// - Throws: ``ComputationError/tooLarge(_:)`` where it has more rows than indices can count.
    func matrix() throws -> SparseMatrix

    /// The same, asking from time to time whether to stop; ``matrix()`` where nothing is said.
    func matrix(_ run: RunContext) throws -> SparseMatrix
}

extension SparseSystem {
    public func matrix(_ run: RunContext) throws -> SparseMatrix { try matrix() }
}

/// A x = b with a matrix in compressed rows.
public final class SparseMatrixSystem: SparseSystem {
    private let stored: SparseMatrix
    public let shape: [Int]
    public let matrixClass: MatrixClass
    public let nullspace: Nullspace
    public let eigenvalueLowerBound: Double?
    /// b; zeros at first.
    public var rightHandSide: Tensor<Double> {
        didSet { precondition(rightHandSide.shape == shape, "the right-hand side's shape is not \(shape)") }
    }
    private let threads: Threads

    /// - Precondition: the matrix is square.
    public init(
        _ matrix: SparseMatrix, _ matrixClass: MatrixClass, nullspace: Nullspace = .none,
        eigenvalueLowerBound: Double? = nil, threads: Threads = .one
    ) {
        precondition(matrix.rows == matrix.columns, "a matrix of \(matrix.rows) x \(matrix.columns)")
        stored = matrix
        shape = [matrix.rows]
        self.matrixClass = matrixClass
        self.nullspace = nullspace
        self.eigenvalueLowerBound = eigenvalueLowerBound
        self.threads = threads
        rightHandSide = Tensor(shape: shape)
    }

    public func matrix() -> SparseMatrix { stored }

    public func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        stored.apply(x, into: y, threads: threads)
    }

    public var operationsPerProduct: Double { 2 * Double(stored.entryCount) }
}
