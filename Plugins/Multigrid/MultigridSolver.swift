import Ansatz

/// Geometric multigrid for diffusion on grids in one to three dimensions:
///
///     x ← x + C (b − A x),    C one cycle.
///
/// Stops when ‖b − A x‖₂ ≤ tolerance ‖b‖₂, with a residual computed in double precision each time, whatever the cycle
/// works with. Takes no cycle where the start fulfils that already, and x = 0 where b = 0. Of the solutions of a singular
/// system (no-flux or periodic walls, no reaction) the one that sums to zero is given; its right-hand side must sum to
/// zero.
///
/// Good values: tolerance 1e-8; the defaults for the rest. `cg` with the preconditioner `multigrid` needs fewer cycles
/// where coefficients jump.
struct MultigridSolver: Solver {
    struct Options: MultigridOptions {
        var tolerance = 1e-8
        var maxIterations = 200
        var cycle = CycleKind.v
        var smoother = SmootherKind.redBlack
        var preSweeps = 1
        // One more than before the correction: no symmetry is needed here, and in three dimensions it halves the cycles.
        var postSweeps = 2
        var precision = CyclePrecision.automatic

        static let keys: [Key<Self>] =
            [
                Key(
                    "tolerance", \.tolerance, unit: "1", range: .open(0, 1),
                    help: "stop when |r| <= tolerance * |b|; 1e-8 is common"),
                Key("max_iterations", \.maxIterations, range: .atLeast(1), help: "cycles after which the solve fails"),
            ] + multigridKeys

        func conflicts() -> [OptionConflict] { Self.noSweeps(self) }
    }

    static let info = ComponentInfo(
        "multigrid", "Geometric multigrid for diffusion on grids", references: Reference.multigrid)

    var options = Options()
    private var setUp = MultigridSetUp()
    private var workspace: Workspace?

    mutating func solve(
        _ system: any DiffusionSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        let count = solution.count
        let scale = norm2(system.rightHandSide, threads: run.threads)
        if scale == 0 {
            solution = Tensor(shape: solution.shape)
            return SolveReport(
                iterations: 0, residual: 0, work: 2 * Double(count), history: run.recordsHistory ? [0] : [])
        }
        guard scale.isFinite else { throw ComputationError.nonFinite(what: "the right-hand side", index: nil) }
        let (cycle, operations) = try setUp.cycle(
            for: system.diffusion, options.precision, options.parameters, method: Self.info.name, run)
        let work = workspace.flatMap { $0.count == count ? $0 : nil } ?? Workspace(count: count, vectors: 2)
        workspace = work
        return try system.rightHandSide.withBuffer { b in
            try solution.withMutableBuffer { x in
                try iterate(system, x, b, scale, cycle, work, operations, run)
            }
        }
    }

    private func iterate(
        _ system: any DiffusionSystem, _ x: UnsafeMutableBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>,
        _ scale: Double, _ cycle: MultigridCycle, _ workspace: Workspace, _ setUpWork: Double, _ run: RunContext
    ) throws -> SolveReport {
        let (r, z) = (workspace[0], workspace[1])
        let count = Double(x.count)
        if setUp.isSingular {
            let sum = abs(b.reduce(0, +))
            guard sum <= 1e-10 * scale * count.squareRoot() else {
                throw ComputationError.unsuitable(
                    "the matrix maps constants to zero, and the right-hand side sums to \(sum), not to zero: there is no "
                        + "solution", help: "subtract its mean from the source, or give a value at a wall")
            }
        }
        var work = setUpWork + 2 * count
        var history: [Double] = []
        for iteration in 0...options.maxIterations {
            system.apply(UnsafeBufferPointer(x), into: r)
            xpby(b, -1, r)
            let residual = norm2(UnsafeBufferPointer(r), threads: run.threads) / scale
            work += system.operationsPerProduct + 4 * count
            if run.recordsHistory { history.append(residual) }
            guard residual.isFinite else {
                throw ComputationError.nonFinite(what: "the iterate of \(Self.info.name)", index: nil)
            }
            if residual <= options.tolerance || iteration == options.maxIterations {
                if setUp.isSingular {
                    let mean = x.reduce(0, +) / count
                    for index in x.indices { x[index] -= mean }
                }
                if residual <= options.tolerance {
                    return SolveReport(iterations: iteration, residual: residual, work: work, history: history)
                }
                throw ComputationError.notConverged(
                    method: Self.info.name, iterations: iteration, residual: residual, tolerance: options.tolerance)
            }
            try run.checkCancellation()
            // Later cycles have the solution so far as their start.
            let kind = options.cycle == .fullMultigrid && iteration > 0 ? .v : options.cycle
            try cycle.apply(UnsafeBufferPointer(r), into: z, kind, run)
            axpy(1, UnsafeBufferPointer(z), x)
            work += cycle.operations(kind) + 2 * count
        }
        return SolveReport(iterations: options.maxIterations, residual: .nan, work: work, history: history)
    }
}
