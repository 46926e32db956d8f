import Ansatz

/// The method of conjugate gradients, with a preconditioner where one is chosen.
///
/// Solves A x = b for symmetric positive definite A; also for a semidefinite A that maps only constants to zero, with the
/// answer that sums to zero. Stops when ‖r‖₂ ≤ tolerance ‖b‖₂, and takes the recurrence's residual for reached only where
/// a freshly computed one agrees. The count is that of products with A in the loop; the start is the given `solution`.
///
/// The preconditioner must be symmetric positive definite and stay the same during a solve, which it says of itself; for
/// others there is `flexible_cg`.
///
/// Good values: tolerance 1e-8.
struct ConjugateGradients: Solver {
    struct Options: PreconditionedOptions {
        var tolerance = 1e-8
        var maxIterations = 10_000
        var preconditioner: ComponentChoice<any Operator>?

        static let keys: [Key<Self>] = preconditionedKeys("a symmetric positive definite operator")
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
    private var slot: PreconditionerSlot?

    mutating func prepare(_ run: RunContext) throws {
        slot = try options.preconditioner.map { try PreconditionerSlot($0, run) }
    }

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        guard let slot else {
            return try iteration.solve(
                system, into: &solution, Identity(), method: Self.info.name, tolerance: options.tolerance,
                limit: options.maxIterations, run)
        }
        try system.requirePositiveSemidefinite(for: Self.info.name)
        let preconditioner = try ChosenPreconditioner(slot, for: system, method: Self.info.name, run)
        return try iteration.solve(
            system, into: &solution, preconditioner, setUp: slot.operationsOfSetUp, method: Self.info.name,
            tolerance: options.tolerance, limit: options.maxIterations, run)
    }
}
