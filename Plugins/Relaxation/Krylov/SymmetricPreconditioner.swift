import Ansatz

/// z = M⁻¹ r with a symmetric positive definite M: what conjugate gradients need of a preconditioner.
protocol SymmetricPreconditioner {
    /// Whether z = r, so that no copy is needed.
    var isIdentity: Bool { get }
    /// Counted floating-point operations of `apply`.
    var operationsPerUnknown: Double { get }
    func apply(_ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>) throws
}

extension SymmetricPreconditioner {
    var isIdentity: Bool { false }
}

/// M = I.
struct Identity: SymmetricPreconditioner {
    var isIdentity: Bool { true }
    var operationsPerUnknown: Double { 0 }
    func apply(_ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>) {}
}

/// M⁻¹ as an operator that the scenario chose.
struct ChosenPreconditioner: SymmetricPreconditioner {
    let slot: PreconditionerSlot
    let operationsPerUnknown: Double
    let run: RunContext

    /// - Throws: where the operator can't work with the matrix, or is not symmetric positive definite.
    init(_ slot: PreconditionerSlot, for system: any LinearSystem, method: String, _ run: RunContext) throws {
        try slot.begin(system, run)
        try slot.requirePositiveDefinite(for: method)
        self.slot = slot
        self.run = run
        operationsPerUnknown = slot.operationsPerApplication / Double(max(system.rightHandSide.count, 1))
    }

    func apply(_ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>) throws {
        try slot.apply(r, into: z, run)
    }
}
