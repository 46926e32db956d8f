import Ansatz

/// Over-relaxation in the red-black ordering on any diffusion system, until the residual is small enough.
///
/// Residuals come from the sweeps themselves: that of a red point after sweep n is what sweep n + 1 finds there, and that
/// of a black point is 1 − ω times what sweep n found, since its neighbours are all red. Several sweeps are done at once,
/// so that the first one good enough is known only later. Then the iterate goes back to where it was kept, and the sweeps
/// up to that one are done again: the answer and the count are those of a check after each sweep.
struct RedBlackIteration {
    private var system: ColouredSystem?
    /// x as it was.
    private var kept: ColouredRows?

    mutating func solve(
        _ statement: any DiffusionSystem, into solution: inout Tensor<Double>, residual: Workspace,
        _ options: SuccessiveOverRelaxation.Options, _ run: RunContext
    ) throws -> SolveReport {
        let old = system
        system = nil
        let system = try ColouredSystem(statement.diffusion, reusing: old, run.threads)
        defer { self.system = system }
        let isSingular = statement.nullspace == .constants
        return try statement.rightHandSide.withBuffer { b in
            try solution.withMutableBuffer { x in
                let r = residual[0]
                statement.apply(UnsafeBufferPointer(x), into: r)
                xpby(b, -1, r)
                let start = norm2(UnsafeBufferPointer(r))
                guard start.isFinite else {
                    throw ComputationError.nonFinite(what: "the residual of the start of sor", index: nil)
                }
                // What rounding leaves of b − A x: no sweep makes less of it.
                let rounding = 4 * Double.ulpOfOne * (norm2(b) + system.rowSum * norm2(UnsafeBufferPointer(x)))
                let work = statement.operationsPerProduct + 8 * Double(b.count)
                if start <= rounding {
                    return SolveReport(
                        iterations: 0, residual: 0, work: work, history: run.recordsHistory ? [0] : [])
                }
                system.memory.pack(b, into: HalfRow.rightHandSides, HalfRow.rightHandSides + 1, run.threads)
                system.memory.pack(
                    UnsafeBufferPointer(x), into: HalfRow.vectors, HalfRow.vectors + 1, run.threads)
                var sweeps = RedBlackSweeps(system, kept, x: UnsafeBufferPointer(x), start: start, options, run)
                defer {
                    system.memory.unpack(HalfRow.vectors, HalfRow.vectors + 1, into: x, run.threads)
                    if isSingular { removeMean(x, run.threads) }
                    kept = sweeps.kept
                }
                var report = try sweeps.relax(to: max(options.tolerance * start, rounding)) {
                    // Nothing more is read from the start, once the limit is reached.
                    system.memory.unpack(HalfRow.vectors, HalfRow.vectors + 1, into: x, run.threads)
                    statement.apply(UnsafeBufferPointer(x), into: r)
                    xpby(b, -1, r)
                    return norm2(UnsafeBufferPointer(r))
                }
                report.work = work + Double(sweeps.performed) * system.operationsPerSweep
                return report
            }
        }
    }

    /// Of the solutions of a singular system, the one that sums to zero is meant.
    private func removeMean(_ x: UnsafeMutableBufferPointer<Double>, _ threads: Threads) {
        let mean = sum(UnsafeBufferPointer(x), threads: threads) / Double(x.count)
        for index in x.indices { x[index] -= mean }
    }
}

/// Sweeps of one solve.
private struct RedBlackSweeps {
    private let system: ColouredSystem
    private let schedule: SweepSchedule
    private let run: RunContext
    private let ω: Double
    private let limit: Int
    private let tolerance: Double
    private let startNorm: Double
    /// The start.
    private let start: UnsafeBufferPointer<Double>
    private(set) var kept: ColouredRows?
    /// After which sweep the iterate was kept; the start counts as kept.
    private var keptSweep = 0
    /// Sweeps done, those done again included.
    private(set) var performed = 0
    private var history: [Double]

    init(
        _ system: ColouredSystem, _ kept: ColouredRows?, x: UnsafeBufferPointer<Double>, start: Double,
        _ options: SuccessiveOverRelaxation.Options, _ run: RunContext
    ) {
        (self.system, self.run, self.start, startNorm) = (system, run, x, start)
        self.kept = kept
        schedule = SweepSchedule(system.grid, arrays: system.memory.arrays, run.threads)
        (ω, limit, tolerance) = (options.omega, options.maxIterations, options.tolerance)
        history = run.recordsHistory ? [1] : []
    }

    /// Sweeps until the residual's norm is below `goal`.
    ///
    /// - Parameter freshNorm: computes it anew.
    mutating func relax(to goal: Double, freshNorm: () -> Double) throws -> SolveReport {
        var done = 0
        var norm = startNorm
        // Of the black points after the sweep `done`, squared.
        var black = 0.0
        // The factor of the fastest sweep of late.
        var factor = 0.0
        while done < limit {
            let count = min(schedule.depth / 2, limit - done)
            // Were it to shrink twice as fast from here on, the goal would be reached in these sweeps.
            if done > 0, norm * power(factor, 2 * (count + 1)) < goal { keep(done) }
            let sums = try sweep(count)
            var fastest = 1.0
            for index in 0..<count {
                let previous = norm
                if done + index > 0 {
                    norm = (sums[2 * index] + black).squareRoot()
                    guard norm.isFinite else {
                        throw ComputationError.nonFinite(what: "the iterate of sor", index: nil)
                    }
                    if run.recordsHistory { history.append(norm / startNorm) }
                    if norm < goal {
                        try goBack(to: done + index)
                        return report(done + index, norm)
                    }
                    fastest = min(fastest, norm / previous)
                }
                black = (1 - ω) * (1 - ω) * sums[2 * index + 1]
            }
            factor = done == 0 && count == 1 ? 0 : fastest
            done += count
        }
        norm = freshNorm()
        guard norm.isFinite else { throw ComputationError.nonFinite(what: "the iterate of sor", index: nil) }
        if run.recordsHistory { history.append(norm / startNorm) }
        if norm < goal { return report(done, norm) }
        throw ComputationError.notConverged(
            method: SuccessiveOverRelaxation.info.name, iterations: limit, residual: norm / startNorm,
            tolerance: tolerance)
    }

    private func report(_ iterations: Int, _ norm: Double) -> SolveReport {
        SolveReport(iterations: iterations, residual: norm / startNorm, history: history)
    }

    private mutating func sweep(_ count: Int) throws -> [Double] {
        performed += count
        var stages: [SweepSchedule.Stage] = []
        for _ in 0..<count { stages += [.init(colour: .red, ω: ω), .init(colour: .black, ω: ω)] }
        return try schedule.run(system, stages, run)
    }

    private mutating func keep(_ sweep: Int) {
        if kept?.grid != system.grid { kept = ColouredRows(system.grid, arrays: 2) }
        kept?.copy(0, from: system.memory, HalfRow.vectors, run.threads)
        keptSweep = sweep
    }

    private mutating func goBack(to sweep: Int) throws {
        if keptSweep > 0, let kept {
            system.memory.copy(HalfRow.vectors, from: kept, 0, run.threads)
        } else {
            system.memory.pack(start, into: HalfRow.vectors, HalfRow.vectors + 1, run.threads)
        }
        var left = sweep - keptSweep
        while left > 0 {
            let count = min(schedule.depth / 2, left)
            _ = try self.sweep(count)
            left -= count
        }
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        var power = 1.0
        for _ in 0..<exponent { power *= base }
        return power
    }
}
