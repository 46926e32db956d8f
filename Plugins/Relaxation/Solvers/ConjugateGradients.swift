import Ansatz

/// The method of conjugate gradients without a preconditioner.
///
/// Solves A x = b for symmetric positive definite A. Stops when ‖r‖₂ ≤ tolerance ‖b‖₂, and takes the recurrence's
/// residual for reached only where a freshly computed one agrees. The count is that of products with A in the loop; the
/// start is the given `solution`.
///
/// Good values: tolerance 1e-8.
struct ConjugateGradients: Solver {
    struct Options: KrylovOptions {
        var tolerance = 1e-8
        var maxIterations = 10_000

        static let keys: [Key<Self>] = krylovKeys
    }

    static let info = ComponentInfo(
        "cg", "Conjugate gradients for symmetric positive definite systems",
        references: [
            Reference(
                .article, ["M. R. Hestenes", "E. Stiefel"],
                "Methods of conjugate gradients for solving linear systems", in: "J. Res. Natl. Bur. Stand.",
                volume: "49", pages: "409–436", year: 1952, doi: "10.6028/jres.049.044")
        ])

    var options = Options()
    private var iteration = ConjugateGradientIteration()

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        try iteration.solve(
            system, into: &solution, Identity(), method: Self.info.name, tolerance: options.tolerance,
            limit: options.maxIterations, run)
    }
}

/// M = I.
private struct Identity: Preconditioner {
    var isIdentity: Bool { true }
    var operationsPerUnknown: Double { 0 }
    func apply(_ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>) {}
}
