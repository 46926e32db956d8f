import Ansatz

/// The stabilized biconjugate gradient method, for any matrix, in the memory of a few vectors.
///
/// Each iteration takes two products with A and two applications of the preconditioner, which stands to the right, so that
/// the residual is the true one; it should be linear. The residual does not fall steadily. Stops when ‖b − A x‖₂ ≤ tolerance
/// ‖b‖₂, freshly computed. Where the recurrence breaks down it begins anew from the x reached; where that gains nothing
/// three times, the solve fails. Eigenvalues near the imaginary axis are its known weakness; `gmres` takes those.
///
/// Good values: tolerance 1e-8.
struct StabilizedBiconjugateGradients: Solver {
    struct Options: PreconditionedOptions {
        var tolerance = 1e-8
        var maxIterations = 10_000
        var preconditioner: ComponentChoice<any Operator>?

        static let keys: [Key<Self>] = preconditionedKeys("an operator")
    }

    static let info = ComponentInfo(
        "bicgstab", "The stabilized biconjugate gradient method",
        references: [
            Reference(
                .article, ["H. A. van der Vorst"],
                "Bi-CGSTAB: a fast and smoothly converging variant of Bi-CG for the solution of nonsymmetric linear "
                    + "systems",
                in: "SIAM J. Sci. Stat. Comput.", volume: "13", pages: "631–644", year: 1992, doi: "10.1137/0913035")
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
        try slot?.begin(system, run)
        let vectors = Workspace.fitting(solution.count, 6, from: workspace)
        workspace = vectors
        return try KrylovSolve.begin(
            system, into: &solution, vectors[0], method: Self.info.name, tolerance: options.tolerance,
            limit: options.maxIterations, run
        ) { [slot] solve, squares in
            solve.work += slot?.operationsOfSetUp ?? 0
            var iteration = StabilizedBiconjugateIteration(slot, vectors)
            return try iteration.iterate(&solve, from: squares.squareRoot())
        }
    }
}
