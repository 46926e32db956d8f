/// An operator that approximates the inverse of a linear system's matrix: z ≈ A⁻¹ r.
///
/// Krylov solvers take any ``Operator`` as their preconditioner. One that conforms to this protocol is told the matrix,
/// and works on vectors without making fields of them.
///
/// If you write one: keep what ``begin(_:_:)`` computes, and leave the system alone after it. An application must depend
/// on `r` and the system alone, whatever was applied before, unless ``isSymmetricPositiveDefinite`` is false.
public protocol Preconditioner: Operator {
    /// Takes note of the matrix. Called before the first application, and again whenever the matrix may have changed;
    /// the system is valid during the call only.
    ///
    /// - Throws: ``ComputationError/unsuitable(_:help:)`` for a matrix that it can't work with.
    mutating func begin(_ system: any LinearSystem, _ run: RunContext) throws

    /// z ≈ A⁻¹ r.
    ///
    /// Both buffers hold as many numbers as the system has unknowns, and don't overlap. z is not read.
    mutating func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext) throws

    /// Whether z depends on r linearly, by a symmetric positive definite matrix that stays the same until the next
    /// ``begin(_:_:)`` (semidefinite on a system's nullspace): what `cg` and `minres` need. Known after it.
    var isSymmetricPositiveDefinite: Bool { get }

    /// Counted floating-point operations of one application; known after ``begin(_:_:)``.
    var operationsPerApplication: Double { get }

    /// Counted floating-point operations of the last ``begin(_:_:)``; 0 where it only takes note.
    var operationsOfSetUp: Double { get }
}

extension Preconditioner {
    public var operationsOfSetUp: Double { 0 }

    public mutating func apply(_ fields: [Field], _ run: RunContext) throws -> [Field] {
        throw ComputationError.unsuitable(
            "'\(Self.info.name)' approximates the inverse of a matrix, and was given none",
            help: "name it under 'preconditioner' of a solver")
    }
}
