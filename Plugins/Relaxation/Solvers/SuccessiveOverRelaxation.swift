import Ansatz

/// Successive over-relaxation in the natural (row-major) ordering:
///
///     xᵢ ← xᵢ + ω (bᵢ − Σⱼ aᵢⱼ xⱼ) / aᵢᵢ,    neighbours already updated where they come first.
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

        static let keys: [Key<Self>] = [
            Key(
                "tolerance", \.tolerance, unit: "1", range: .open(0, 1),
                help: "stop when |r| <= tolerance * |r of the start|"),
            Key("max_iterations", \.maxIterations, range: .atLeast(1), help: "sweeps after which the solve fails"),
            Key(
                tunable: "omega", \.omega, unit: "1", range: .open(0, 2), proposals: 1...1.95,
                scale: .logarithmicBelow(2),
                help: "relaxation factor; 1 is Gauss-Seidel, the best is near 2 on fine grids"),
        ]
    }

    static let info = ComponentInfo(
        "sor", "Successive over-relaxation, natural ordering",
        references: [
            Reference(
                .article, ["D. M. Young"],
                "Iterative methods for solving partial difference equations of elliptic type",
                in: "Trans. Amer. Math. Soc.", volume: "76", pages: "92–111", year: 1954,
                doi: "10.1090/S0002-9947-1954-0059635-7")
        ])

    var options = Options()
    private var workspace: Workspace?

    mutating func solve(
        _ system: any StencilSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        let count = solution.count
        let work = workspace.flatMap { $0.count == count ? $0 : nil } ?? Workspace(count: count, vectors: 1)
        workspace = work
        let (r, limit, tolerance) = (work[0], options.maxIterations, options.tolerance)
        let sweep = RelaxationSweep(stencil: system.stencil, ω: options.omega)
        let polls = PollInterval(count: count)
        return try system.rightHandSide.withBuffer { b in
            try solution.withMutableBuffer { x in
                func residual() -> Double {
                    system.apply(UnsafeBufferPointer(x), into: r)
                    xpby(b, -1, r)
                    return norm2(UnsafeBufferPointer(r))
                }
                let start = residual()
                // What rounding leaves of b − A x: no sweep makes less of it.
                let rounding = 4 * Double.ulpOfOne * (norm2(b) + sweep.rowSum * norm2(UnsafeBufferPointer(x)))
                if start <= rounding { return SolveReport(iterations: 0, residual: 0) }
                let goal = max(tolerance * start, rounding)
                var norm = start
                for iteration in 1...limit {
                    sweep.apply(b, x)
                    norm = residual()
                    if norm < goal { return SolveReport(iterations: iteration, residual: norm / start) }
                    guard norm.isFinite else {
                        throw ComputationError.nonFinite(what: "the iterate of sor", index: nil)
                    }
                    if polls.isDue(iteration) { try run.checkCancellation() }
                }
                throw ComputationError.notConverged(
                    method: Self.info.name, iterations: limit, residual: norm / start, tolerance: tolerance)
            }
        }
    }
}

/// One sweep of over-relaxation over a constant stencil.
struct RelaxationSweep {
    var stencil: ConstantStencil
    var ω: Double

    /// ‖A‖∞.
    var rowSum: Double {
        abs(stencil.diagonal) + 2 * abs(stencil.alongRow) + 2 * abs(stencil.acrossRows)
    }

    func apply(_ b: UnsafeBufferPointer<Double>, _ x: UnsafeMutableBufferPointer<Double>) {
        guard let b = b.baseAddress, let x = x.baseAddress, stencil.columns > 0 else { return }
        let (rows, columns) = (stencil.rows, stencil.columns)
        let s = ω / stencil.diagonal
        let (w, v) = (-s * stencil.alongRow, -s * stencil.acrossRows)
        for row in 0..<rows {
            let (b, x) = (b + row * columns, x + row * columns)
            let (hasAbove, hasBelow) = (row > 0, row < rows - 1)
            var left = 0.0
            for j in 0..<columns {
                // Everything but the left neighbour is known before it, so the chain is one multiply-add long.
                var known = (s * b[j]).addingProduct(1 - ω, x[j])
                if hasAbove { known = known.addingProduct(v, x[j - columns]) }
                if hasBelow { known = known.addingProduct(v, x[j + columns]) }
                if j + 1 < columns { known = known.addingProduct(w, x[j + 1]) }
                left = known.addingProduct(w, left)
                x[j] = left
            }
        }
    }
}
