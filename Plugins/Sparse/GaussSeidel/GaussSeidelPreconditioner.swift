import Ansatz

/// One symmetric Gauss-Seidel sweep from zero as a preconditioner:
///
///     M = (D/ω + L) (D/ω)⁻¹ (D/ω + U) ω/(2 − ω) up to a factor.
///
/// Symmetric positive definite where A is. An application reads the matrix once.
struct GaussSeidelPreconditioner: Preconditioner {
    struct Options: ComponentOptions {
        var omega = 1.0

        static let keys: [Key<Self>] = [
            Key(
                tunable: "omega", \.omega, unit: "1", range: .open(0, 2), proposals: 1...1.95,
                scale: .logarithmicBelow(2), help: "relaxation factor; 1 is Gauss-Seidel")
        ]
    }

    static let info = ComponentInfo(
        "gauss_seidel", "One symmetric Gauss-Seidel sweep on a sparse matrix, as a preconditioner",
        references: [.saad])

    var options = Options()
    private var split: (matrix: SplitMatrix, kept: KeptMatrix)?
    private var work: Workspace?
    private(set) var isSymmetricPositiveDefinite = false

    mutating func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        let system = try system.definiteSparse(for: Self.info.name)
        isSymmetricPositiveDefinite = system.isDefinite
        if let split, try split.kept.isMatrix(of: system) { return }
        let entries = try system.matrix(run)
        let matrix = try SplitMatrix(try CompressedRows(entries, run), run)
        split = (matrix, KeptMatrix(of: system, entries))
        work = Workspace(count: matrix.count, vectors: 1)
    }

    mutating func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        guard let matrix = split?.matrix, let l = work?[0].baseAddress, matrix.count == r.count, z.count == r.count,
            let r = r.baseAddress, let z = z.baseAddress
        else {
            throw ComputationError.unsuitable("gauss_seidel was given another system than it began with", help: nil)
        }
        try run.checkCancellationOfLarge(matrix.count)
        matrix.forwardFromZero(z, r, ω: options.omega, leaving: l)
        _ = matrix.backward(z, r, ω: options.omega, knowing: l)
    }

    var operationsPerApplication: Double {
        split.map { Double(2 * $0.matrix.entryCount + 8 * $0.matrix.count) } ?? 0
    }
}
