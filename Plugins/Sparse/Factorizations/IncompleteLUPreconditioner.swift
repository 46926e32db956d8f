import Ansatz

/// Incomplete LU without fill-in as a preconditioner, M = L U: for any matrix whose pivots don't vanish.
///
/// An application reads the matrix once.
struct IncompleteLUPreconditioner: Preconditioner {
    static let info = ComponentInfo(
        "ilu0", "Incomplete LU factorization without fill-in", references: [.saad])

    var options = NoOptions()
    private var kept: (factors: IncompleteLU, matrix: KeptMatrix)?
    private(set) var isSymmetricPositiveDefinite = false

    mutating func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        let system = try system.sparse(for: Self.info.name)
        if let kept, try kept.matrix.isMatrix(of: system) {
            isSymmetricPositiveDefinite = system.isDefinite && kept.factors.hasPositivePivots
            return
        }
        let entries = try system.matrix(run)
        let factors = try IncompleteLU(entries, run)
        kept = (factors, KeptMatrix(of: system, entries))
        // For a symmetric matrix U is D Lᵀ.
        isSymmetricPositiveDefinite = system.isDefinite && factors.hasPositivePivots
    }

    mutating func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        guard let factors = kept?.factors.factors, r.count == factors.count, z.count == r.count,
            let r = r.baseAddress, let z = z.baseAddress
        else { throw ComputationError.unsuitable("ilu0 was given another system than it began with", help: nil) }
        try run.checkCancellationOfLarge(factors.count)
        factors.solveUnitLower(z, r)
        factors.solveUpper(z)
    }

    var operationsPerApplication: Double {
        kept.map { Double(2 * $0.factors.factors.entryCount) } ?? 0
    }
}
