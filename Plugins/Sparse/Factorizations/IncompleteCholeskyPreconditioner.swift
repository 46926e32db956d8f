import Ansatz

/// Incomplete Cholesky without fill-in as a preconditioner, M = L Lᵀ: for symmetric positive definite matrices.
///
/// An application reads the matrix once. A shift of the diagonal, where one was needed, stands in the run's log.
struct IncompleteCholeskyPreconditioner: Preconditioner {
    static let info = ComponentInfo(
        "ic0", "Incomplete Cholesky factorization without fill-in",
        references: [.incompleteCholesky, .shiftedCholesky])

    var options = NoOptions()
    private var kept: (factors: SplitMatrix, matrix: KeptMatrix)?
    private(set) var isSymmetricPositiveDefinite = false

    mutating func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        let system = try system.definiteSparse(for: Self.info.name)
        guard system.isSymmetric else {
            throw ComputationError.unsuitable(
                "ic0 needs a symmetric matrix, and this one is not known to be", help: "choose ilu0")
        }
        // L Lᵀ is definite whatever the matrix was.
        isSymmetricPositiveDefinite = true
        if let kept, try kept.matrix.isMatrix(of: system) { return }
        let entries = try system.matrix(run)
        kept = (try IncompleteCholesky(entries, run).factors, KeptMatrix(of: system, entries))
    }

    mutating func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        guard let factors = kept?.factors, r.count == factors.count, z.count == r.count, let r = r.baseAddress,
            let z = z.baseAddress
        else { throw ComputationError.unsuitable("ic0 was given another system than it began with", help: nil) }
        try run.checkCancellationOfLarge(factors.count)
        factors.solveLower(z, r)
        factors.solveUpper(z)
    }

    var operationsPerApplication: Double {
        kept.map { Double(2 * ($0.factors.lower.count + $0.factors.upper.count) + 2 * $0.factors.count) } ?? 0
    }
}
