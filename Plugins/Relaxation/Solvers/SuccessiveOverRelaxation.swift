import Ansatz

/// Successive over-relaxation, in the natural (row-major) or the red-black ordering:
///
///     xᵢ ← xᵢ + ω (bᵢ − Σⱼ aᵢⱼ xⱼ) / aᵢᵢ,    neighbours already updated where they come first.
///
/// The red-black ordering takes every second point first, as on a chessboard, and works on any diffusion system in one to
/// three dimensions, on several threads, with the same bits for any number of them; a periodic axis needs an even number
/// of points. The natural ordering needs a constant five-point stencil.
///
/// Stops when ‖b − A x‖₂ ≤ tolerance ‖b − A x₀‖₂ (relative to the start's residual, other than the Krylov methods
/// here). Converges for symmetric positive definite A and every ω in (0, 2). A residual as small as rounding is zero, so
/// a start that solves the system takes no sweep.
///
/// Good values: tolerance 1e-8; ω from Young's formula 2/(1 + √(1 − ρ²)), ρ the Jacobi iteration's spectral radius.
struct SuccessiveOverRelaxation: Solver {
    struct Options: ComponentOptions {
        var tolerance = 1e-8
        var maxIterations = 10_000
        var omega = 1.5
        var ordering = SweepOrdering.natural

        static let keys: [Key<Self>] = [
            Key(
                "tolerance", \.tolerance, unit: "1", range: .open(0, 1),
                help: "stop when |r| <= tolerance * |r of the start|"),
            Key("max_iterations", \.maxIterations, range: .atLeast(1), help: "sweeps after which the solve fails"),
            Key(
                tunable: "omega", \.omega, unit: "1", range: .open(0, 2), proposals: 1...1.95,
                scale: .logarithmicBelow(2),
                help: "relaxation factor; 1 is Gauss-Seidel, the best is near 2 on fine grids"),
            Key(
                "ordering", \.ordering,
                help: "red_black takes every second point first, on any grid and all threads; both converge alike"),
        ]
    }

    static let info = ComponentInfo(
        "sor", "Successive over-relaxation",
        references: [
            Reference(
                .article, ["D. M. Young"],
                "Iterative methods for solving partial difference equations of elliptic type",
                in: "Trans. Amer. Math. Soc.", volume: "76", pages: "92–111", year: 1954,
                doi: "10.1090/S0002-9947-1954-0059635-7")
        ])

    var options = Options()
    private var vectors: SkewedVectors?
    private var workspace: Workspace?
    private var redBlack = RedBlackIteration()

    mutating func solve(
        _ system: any DiffusionSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        let count = solution.count
        let work = workspace.flatMap { $0.count == count ? $0 : nil } ?? Workspace(count: count, vectors: 1)
        workspace = work
        switch options.ordering {
        case .redBlack:
            return try redBlack.solve(system, into: &solution, residual: work, options, run)
        case .natural:
            // A stencil system's own, since a stencil in flux form is rounded.
            guard let stencil = (system as? any StencilSystem)?.stencil ?? system.diffusion.constantStencil else {
                throw ComputationError.unsuitable(
                    "sor in the natural ordering needs a constant five-point stencil in two dimensions",
                    help: "say 'ordering: red_black'")
            }
            return try solveNaturally(system, stencil, into: &solution, residual: work[0], run)
        }
    }

    private mutating func solveNaturally(
        _ system: any DiffusionSystem, _ stencil: ConstantStencil, into solution: inout Tensor<Double>,
        residual r: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws -> SolveReport {
        let vectors = SkewedVectors.fitting(stencil, 2, from: vectors)
        self.vectors = nil
        let sweep = StencilSweep(stencil, ω: options.omega, .natural, vectors)
        let report = try system.rightHandSide.withBuffer { b in
            try solution.withMutableBuffer { x in
                system.apply(UnsafeBufferPointer(x), into: r)
                xpby(b, -1, r)
                let start = norm2(UnsafeBufferPointer(r))
                // What rounding leaves of b − A x: no sweep makes less of it.
                let rounding = 4 * Double.ulpOfOne * (norm2(b) + stencil.rowSum * norm2(UnsafeBufferPointer(x)))
                // The residual's product, sum and norm, and two norms more.
                let work = system.operationsPerProduct + 8 * Double(b.count)
                if start <= rounding {
                    return SolveReport(
                        iterations: 0, residual: 0, work: work, history: run.recordsHistory ? [0] : [])
                }
                sweep.grid.pack(UnsafeBufferPointer(x), into: vectors[0])
                sweep.grid.pack(b, into: vectors[1])
                defer { sweep.grid.unpack(vectors[0], into: x, adding: false) }
                var report = try relax(vectors[0], vectors[1], sweep, from: start, rounding: rounding, run)
                // A sweep: 3 for the point itself, 2 for each neighbour. The residual: the same, and 2 for the norm.
                report.work = work + Double(report.iterations) * (11 + 13) * Double(b.count)
                return report
            }
        }
        self.vectors = vectors
        return report
    }

    /// Sweeps over x until its residual is small enough.
    private func relax(
        _ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, _ sweep: StencilSweep, from start: Double,
        rounding: Double, _ run: RunContext
    ) throws -> SolveReport {
        let (limit, tolerance) = (options.maxIterations, options.tolerance)
        let goal = max(tolerance * start, rounding)
        let scale = abs(sweep.diagonal / sweep.ω)
        let polls = PollInterval(count: sweep.grid.count)
        let kernel = RelaxationKernel(sweep, b: b, x: x)
        let swept = SweptVector(x, sweep.grid)
        var history = run.recordsHistory ? [1.0] : []
        var norm = start
        for iteration in 1...limit {
            _ = sweep.forward(swept, kernel)
            norm = scale * sweep.squaredNormOfResidual(x, b).squareRoot()
            if run.recordsHistory { history.append(norm / start) }
            if norm < goal { return SolveReport(iterations: iteration, residual: norm / start, history: history) }
            guard norm.isFinite else {
                throw ComputationError.nonFinite(what: "the iterate of sor", index: nil)
            }
            if polls.isDue(iteration) { try run.checkCancellation() }
        }
        throw ComputationError.notConverged(
            method: Self.info.name, iterations: limit, residual: norm / start, tolerance: tolerance)
    }
}

extension ConstantStencil {
    /// ‖A‖∞.
    fileprivate var rowSum: Double { abs(diagonal) + 2 * abs(alongRow) + 2 * abs(acrossRows) }
}
