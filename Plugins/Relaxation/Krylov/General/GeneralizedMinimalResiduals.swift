import Ansatz

/// The generalized minimal residual method with restarts, for any matrix.
///
/// Arnoldi's process builds an orthonormal basis of the Krylov space, and x minimizes ‖b − A x‖₂ over it; after `restart`
/// steps it begins anew from there. The preconditioner stands to the right and may be any operator, linear or not (flexible
/// GMRES), so that the residual is the true one. Stops when ‖b − A x‖₂ ≤ tolerance ‖b‖₂, freshly computed; the count is
/// that of products with A in the loop. Where two restarts in a row hardly reduce the residual, the solve fails.
///
/// Memory: `restart` + 1 vectors, and `restart` more with a preconditioner.
///
/// Good values: tolerance 1e-8, restart from 20 to 100.
struct GeneralizedMinimalResiduals: Solver {
    struct Options: PreconditionedOptions {
        var tolerance = 1e-8
        var maxIterations = 10_000
        var preconditioner: ComponentChoice<any Operator>?
        var restart = 30

        static let keys: [Key<Self>] =
            preconditionedKeys("any operator") + [
                Key(
                    tunable: "restart", \.restart, range: .atLeast(1), proposals: 5...100, scale: .logarithmic,
                    help: "steps between restarts; each costs a vector, with a preconditioner two")
            ]
    }

    static let info = ComponentInfo(
        "gmres", "The generalized minimal residual method with restarts",
        references: [
            Reference(
                .article, ["Y. Saad", "M. H. Schultz"],
                "GMRES: a generalized minimal residual algorithm for solving nonsymmetric linear systems",
                in: "SIAM J. Sci. Stat. Comput.", volume: "7", pages: "856–869", year: 1986, doi: "10.1137/0907058"),
            Reference(
                .article, ["Y. Saad"], "A flexible inner-outer preconditioned GMRES algorithm",
                in: "SIAM J. Sci. Comput.", volume: "14", pages: "461–469", year: 1993, doi: "10.1137/0914028"),
        ])

    var options = Options()
    private var slot: PreconditionerSlot?
    private var basis: ArnoldiBasis?

    mutating func prepare(_ run: RunContext) throws {
        slot = try options.preconditioner.map { try PreconditionerSlot($0, run) }
    }

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        try slot?.begin(system, run)
        let count = solution.count
        let size = min(options.restart, max(count, 1), options.maxIterations)
        let basis =
            try basis.flatMap { $0.count == count && $0.size == size ? $0 : nil }
            ?? ArnoldiBasis(count: count, size: size, isFlexible: slot != nil)
        self.basis = basis
        return try KrylovSolve.begin(
            system, into: &solution, basis.residual, method: Self.info.name, tolerance: options.tolerance,
            limit: options.maxIterations, run
        ) { [slot] solve, squares in
            solve.work += slot?.operationsOfSetUp ?? 0
            var iteration = GeneralizedMinimalResidualIteration(slot, basis)
            return try iteration.iterate(&solve, from: squares.squareRoot())
        }
    }
}
