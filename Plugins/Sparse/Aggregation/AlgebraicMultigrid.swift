import Ansatz

/// Smoothed aggregation multigrid on its own: x ← x + cycle(b − A x) until ‖b − A x‖₂ ≤ tolerance ‖b‖₂, the residual
/// computed afresh for each cycle.
///
/// For symmetric positive (semi)definite matrices; others are tried with the unsymmetric variant, without a promise, and
/// divergence is an error. Converges in fewer iterations as the preconditioner of `cg`. The set-up is kept while the same
/// matrix comes again.
///
/// Good values: the defaults; `strength` 0.1 to 0.25 for anisotropic problems.
struct AlgebraicMultigrid: Solver {
    struct Options: AggregationOptions {
        var tolerance = 1e-8
        var maxIterations = 500
        var aggregation = AggregationChoice()

        static let keys: [Key<Self>] =
            [
                Key(
                    "tolerance", \.tolerance, unit: "1", range: .open(0, 1),
                    help: "stop when |r| <= tolerance * |b|; 1e-8 is common"),
                Key(
                    "max_iterations", \.maxIterations, range: .atLeast(1),
                    help: "cycles after which the solve fails"),
            ] + aggregationKeys
    }

    static let info = ComponentInfo(
        "amg", "Smoothed aggregation multigrid on sparse matrices", references: [.smoothedAggregation])

    var options = Options()
    private var setup = AggregationSetup()
    private var space: Workspace?

    mutating func solve(
        _ system: any SparseSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        let count = solution.count
        let space = space.flatMap { $0.count == count ? $0 : nil } ?? Workspace(count: count, vectors: 2)
        self.space = space
        let scale = system.rightHandSide.withBuffer { norm2($0, threads: run.threads) }
        guard scale.isFinite else { throw ComputationError.nonFinite(what: "the right-hand side", index: nil) }
        if scale == 0 {
            solution.withMutableBuffer { $0.update(repeating: 0) }
            return SolveReport(iterations: 0, residual: 0, work: 2 * Double(count))
        }
        let hierarchy = try setup.hierarchy(of: system, options.aggregation, run)
        var report = try system.rightHandSide.withBuffer { b in
            try solution.withMutableBuffer { x in
                try iterate(system, hierarchy, x, b, space, scale: scale, run)
            }
        }
        report.work = (report.work ?? 0) + setup.work
        if system.nullspace == .constants { solution.withMutableBuffer { removeMean($0) } }
        return report
    }

    private func iterate(
        _ system: any SparseSystem, _ hierarchy: AggregationHierarchy, _ x: UnsafeMutableBufferPointer<Double>,
        _ b: UnsafeBufferPointer<Double>, _ space: Workspace, scale: Double, _ run: RunContext
    ) throws -> SolveReport {
        let (r, e) = (space[0], space[1])
        guard let residualBase = r.baseAddress, let correction = e.baseAddress else {
            return SolveReport(iterations: 0, residual: 0)
        }
        let goal = options.tolerance * scale
        let check = system.operationsPerProduct + 4 * Double(x.count)
        var report = SolveReport(iterations: 0, residual: 0, work: check)
        var start = Double.infinity
        while true {
            system.apply(UnsafeBufferPointer(x), into: r)
            xpby(b, -1, r)
            if system.nullspace == .constants { removeMean(r) }
            let residual = norm2(UnsafeBufferPointer(r), threads: run.threads)
            report.residual = residual / scale
            if run.recordsHistory { report.history.append(report.residual) }
            if residual <= goal { return report }
            if report.iterations == 0 { start = max(residual, scale) }
            guard residual.isFinite, residual < 1e8 * start else {
                throw ComputationError.unsuitable(
                    "amg diverges on this matrix: after \(report.iterations) cycles the residual is "
                        + "\(report.residual) of the right-hand side",
                    help: "it is made for symmetric positive definite matrices; choose gmres with preconditioner ilu0")
            }
            guard report.iterations < options.maxIterations else {
                throw ComputationError.notConverged(
                    method: Self.info.name, iterations: report.iterations, residual: report.residual,
                    tolerance: options.tolerance)
            }
            try run.checkCancellation()
            hierarchy.cycle(correction, residualBase, run.threads)
            axpy(1, UnsafeBufferPointer(e), x)
            report.iterations += 1
            report.work = (report.work ?? 0) + hierarchy.operationsPerCycle + check + Double(x.count)
        }
    }
}
