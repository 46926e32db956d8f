import Ansatz

/// Conjugate gradients whose search directions come from any operator, linear or not.
///
/// F(r) is made A-orthogonal to the last `directions` directions, and the step along it minimizes the energy norm of the
/// error: with a fixed symmetric positive definite F it is `cg`, with any other F it can't diverge. With `directions` 0 it
/// is the method of steepest descent in the operator's directions. Stop rule and start as for `cg`.
///
/// An operator that is no ``Preconditioner`` is given the field `residual`, scaled to the norm 1, on the points of the
/// unknowns, and returns one field on the same points, the direction. Its length and sign are of no matter.
///
/// Directions can fail: the operator throws, or returns zeros, what is not finite, nothing new, or nothing with positive
/// curvature. The residual then takes the direction's place; after three failures in a row the solve goes on as plain
/// conjugate gradients. So it does where a trial of twenty iterations shows that the operator reduces the residual no
/// faster. The counts are those of products with A (`matrix_products`, also of rejected directions), of
/// `operator_applications`, and of `failed_directions`.
///
/// Good values: tolerance 1e-8, directions from 1 to 10.
struct FlexibleConjugateGradients: Solver {
    struct Options: PreconditionedOptions {
        var tolerance = 1e-8
        var maxIterations = 10_000
        var preconditioner: ComponentChoice<any Operator>?
        var directions = 5

        static let keys: [Key<Self>] =
            preconditionedKeys("any operator") + [
                Key(
                    "directions", \.directions, range: .closed(0, 1000),
                    help: "earlier directions that a new one is made A-orthogonal to; each costs two vectors")
            ]
    }

    static let countNames = ["failed_directions", "matrix_products", "operator_applications"]
    static let info = ComponentInfo(
        "flexible_cg", "Conjugate gradients with directions from any operator",
        references: [
            Reference(
                .article, ["Y. Notay"], "Flexible conjugate gradients", in: "SIAM J. Sci. Comput.", volume: "22",
                pages: "1444–1460", year: 2000, doi: "10.1137/S1064827599362314"),
            Reference(
                .article, ["A. Kaneda", "O. Akar", "J. Chen", "V. A. T. Kala", "D. Hyde", "J. Teran"],
                "A deep conjugate direction method for iteratively solving linear systems", in: "ICML", year: 2023),
        ])

    var options = Options()
    private var slot: PreconditionerSlot?
    private var residual: Workspace?
    private var memory: DirectionMemory?

    mutating func prepare(_ run: RunContext) throws {
        slot = try options.preconditioner.map { try PreconditionerSlot($0, run) }
    }

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        try system.requirePositiveSemidefinite(for: Self.info.name)
        try slot?.begin(system, run)
        try run.checkCancellation()
        let count = solution.count
        let residual = Workspace.fitting(count, 1, from: residual)
        self.residual = residual
        let memory =
            try memory.flatMap { $0.count == count ? $0 : nil }
            ?? DirectionMemory(count: count, capacity: max(options.directions, 1))
        memory.removeAll()
        self.memory = memory
        return try KrylovSolve.begin(
            system, into: &solution, residual[0], method: Self.info.name, tolerance: options.tolerance,
            limit: options.maxIterations, run
        ) { [slot, options] solve, squares in
            solve.work += slot?.operationsOfSetUp ?? 0
            var iteration = FlexibleIteration(
                slot, memory, residual[0], isSteepestDescent: slot != nil && options.directions == 0,
                residual: squares.squareRoot())
            return try iteration.iterate(&solve, from: squares)
        }
    }
}
