import Ansatz

/// The minimal residual method for symmetric matrices, indefinite and singular ones too.
///
/// Lanczos vectors and Givens reflections give the x of the Krylov space whose residual is least, in the Euclidean norm, or
/// with a preconditioner M⁻¹ in that of M⁻¹. Stops when ‖b − A x‖₂ ≤ tolerance ‖b‖₂, freshly computed; the count is that of
/// products with A in the loop.
///
/// A singular system whose b has a part in the nullspace has no solution. The method then comes to an x with A r = 0 (to
/// 1e-10 of ‖A‖‖r‖), which minimizes ‖b − A x‖: with `least_squares` that x is the answer, without it an error. It is a
/// least-squares answer, not always the shortest.
///
/// The preconditioner must be symmetric positive definite. For a system that offers another one to precondition with
/// (indefinite Helmholtz equations), it is told that one.
///
/// Good values: tolerance 1e-8.
struct MinimalResiduals: Solver {
    struct Options: PreconditionedOptions {
        var tolerance = 1e-8
        var maxIterations = 10_000
        var preconditioner: ComponentChoice<any Operator>?
        var leastSquares = false

        static let keys: [Key<Self>] =
            preconditionedKeys("a symmetric positive definite operator") + [
                Key(
                    "least_squares", \.leastSquares,
                    help: "where the system has no solution, take the x with the least residual for the answer")
            ]
    }

    static let countNames = ["least_squares"]
    static let info = ComponentInfo(
        "minres", "The minimal residual method for symmetric systems",
        references: [
            Reference(
                .article, ["C. C. Paige", "M. A. Saunders"],
                "Solution of sparse indefinite systems of linear equations",
                in: "SIAM J. Numer. Anal.", volume: "12", pages: "617–629", year: 1975, doi: "10.1137/0712047"),
            Reference(
                .article, ["S.-C. T. Choi", "C. C. Paige", "M. A. Saunders"],
                "MINRES-QLP: a Krylov subspace method for indefinite or singular symmetric systems",
                in: "SIAM J. Sci. Comput.", volume: "33", pages: "1810–1836", year: 2011, doi: "10.1137/100787921"),
        ])

    var options = Options()
    private var slot: PreconditionerSlot?
    private var workspace: Workspace?

    mutating func prepare(_ run: RunContext) throws {
        slot = try options.preconditioner.map { try PreconditionerSlot($0, run) }
    }

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        try system.requireSymmetric(for: Self.info.name)
        try slot?.begin(system, run)
        try slot?.requirePositiveDefinite(for: Self.info.name, instead: "gmres")
        try run.checkCancellation()
        let vectors = Workspace.fitting(solution.count, LanczosVectors.count, from: workspace)
        workspace = vectors
        return try KrylovSolve.begin(
            system, into: &solution, vectors[0], method: Self.info.name, tolerance: options.tolerance,
            limit: options.maxIterations, run
        ) { [slot, options] solve, squares in
            solve.work += slot?.operationsOfSetUp ?? 0
            var iteration = MinimalResidualIteration(slot, vectors, acceptsLeastSquares: options.leastSquares)
            return try iteration.iterate(&solve, from: squares.squareRoot())
        }
    }
}
