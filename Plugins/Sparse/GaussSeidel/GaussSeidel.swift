import Ansatz

/// Gauss-Seidel relaxation on a sparse matrix, with a relaxation factor:
///
///     xᵢ ← (1 − ω) xᵢ + ω (bᵢ − Σⱼ≠ᵢ aᵢⱼ xⱼ) / aᵢᵢ
///
/// in the order of the rows, its reverse, or both in turn. Stops when ‖b − A x‖₂ ≤ tolerance ‖b‖₂ by a freshly computed
/// residual, which is looked at after the first sweep and whenever the residuals that the sweep met are within four
/// times the goal (after each sweep where a history is wanted). Converges for symmetric positive definite A and ω in
/// (0, 2), and for diagonally dominant A and ω in (0, 1]; elsewhere it may diverge, which is an error. The matrix is kept
/// in its parts while the same one comes again.
///
/// Good values: ω from 1 to 1.9, larger for larger systems.
struct GaussSeidel: Solver {
    struct Options: ComponentOptions {
        var tolerance = 1e-8
        var maxIterations = 100_000
        var omega = 1.0
        var direction = SweepDirection.forward

        static let keys: [Key<Self>] = [
            Key(
                "tolerance", \.tolerance, unit: "1", range: .open(0, 1),
                help: "stop when |r| <= tolerance * |b|; 1e-8 is common"),
            Key("max_iterations", \.maxIterations, range: .atLeast(1), help: "sweeps after which the solve fails"),
            Key(
                tunable: "omega", \.omega, unit: "1", range: .open(0, 2), proposals: 1...1.95,
                scale: .logarithmicBelow(2), help: "relaxation factor; 1 is Gauss-Seidel"),
            Key("direction", \.direction, help: "order of the rows; symmetric goes there and back, as one iteration"),
        ]
    }

    static let info = ComponentInfo(
        "gauss_seidel", "Gauss-Seidel and SOR relaxation on sparse matrices", references: [.saad])

    var options = Options()
    private var split: (matrix: SplitMatrix, kept: KeptMatrix)?
    private var work: Workspace?

    mutating func solve(
        _ system: any SparseSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        let matrix = try splitMatrix(of: system, run)
        let count = matrix.count
        let space = work.flatMap { $0.count == count ? $0 : nil } ?? Workspace(count: count, vectors: 2)
        work = space
        let report = try system.rightHandSide.withBuffer { b in
            try solution.withMutableBuffer { x in
                try relax(matrix, x, b, space, run)
            }
        }
        if system.nullspace == .constants { solution.withMutableBuffer { removeMean($0) } }
        return report
    }

    private mutating func splitMatrix(of system: any SparseSystem, _ run: RunContext) throws -> SplitMatrix {
        if let split, try split.kept.isMatrix(of: system) { return split.matrix }
        let entries = try system.matrix(run)
        let matrix = try SplitMatrix(try CompressedRows(entries, run), run)
        split = (matrix, KeptMatrix(of: system, entries))
        return matrix
    }

    private func relax(
        _ matrix: SplitMatrix, _ x: UnsafeMutableBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>,
        _ space: Workspace, _ run: RunContext
    ) throws -> SolveReport {
        let (r, l) = (space[0], space[1])
        let scale = norm2(b)
        guard scale.isFinite else { throw ComputationError.nonFinite(what: "the right-hand side", index: nil) }
        if scale == 0 {
            x.update(repeating: 0)
            return SolveReport(iterations: 0, residual: 0, work: 2 * Double(b.count))
        }
        let goal = options.tolerance * scale
        let sweepWork = Double(2 * matrix.entryCount + 5 * matrix.count) * (options.direction == .symmetric ? 1.5 : 1)
        let checkWork = Double(2 * matrix.entryCount + 3 * matrix.count)
        var residual = Self.residual(matrix, x, b, into: r, run.threads)
        var history = run.recordsHistory ? [residual / scale] : []
        var work = checkWork
        if residual <= goal {
            return SolveReport(iterations: 0, residual: residual / scale, work: work, history: history)
        }
        let start = residual
        let polls = PollInterval(entries: matrix.entryCount)
        for iteration in 1...options.maxIterations {
            let met = sweep(matrix, x, b, l).squareRoot()
            work += sweepWork
            guard met.isFinite, met < 1e12 * max(start, scale) else {
                throw ComputationError.unsuitable(
                    "gauss_seidel diverges on this matrix: after \(iteration) sweeps the residual is "
                        + "\(met / scale) of the right-hand side",
                    help: "it needs a symmetric positive definite or diagonally dominant matrix; choose gmres with "
                        + "preconditioner ilu0")
            }
            if iteration == 1 || met <= 4 * goal || run.recordsHistory || iteration == options.maxIterations {
                residual = Self.residual(matrix, x, b, into: r, run.threads)
                work += checkWork
                if run.recordsHistory { history.append(residual / scale) }
                if residual <= goal {
                    return SolveReport(
                        iterations: iteration, residual: residual / scale, work: work, history: history)
                }
            }
            if polls.isDue(iteration) { try run.checkCancellation() }
        }
        throw ComputationError.notConverged(
            method: Self.info.name, iterations: options.maxIterations, residual: residual / scale,
            tolerance: options.tolerance)
    }

    /// One iteration; Σ of the squares of the residuals that its last sweep met.
    private func sweep(
        _ matrix: SplitMatrix, _ x: UnsafeMutableBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>,
        _ l: UnsafeMutableBufferPointer<Double>
    ) -> Double {
        guard let x = x.baseAddress, let b = b.baseAddress, let l = l.baseAddress else { return 0 }
        switch options.direction {
        case .forward: return matrix.forward(x, b, ω: options.omega)
        case .backward: return matrix.backward(x, b, ω: options.omega)
        case .symmetric:
            matrix.forward(x, b, ω: options.omega, leaving: l)
            return matrix.backward(x, b, ω: options.omega, knowing: l)
        }
    }

    /// r = b − A x; returns ‖r‖₂.
    private static func residual(
        _ matrix: SplitMatrix, _ x: UnsafeMutableBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>,
        into r: UnsafeMutableBufferPointer<Double>, _ threads: Threads
    ) -> Double {
        if let x = x.baseAddress, let r = r.baseAddress { matrix.apply(x, into: r, threads) }
        xpby(b, -1, r)
        return norm2(UnsafeBufferPointer(r), threads: threads)
    }
}

/// Of the solutions of a system that knows only differences, the one that sums to zero.
func removeMean(_ x: UnsafeMutableBufferPointer<Double>) {
    guard !x.isEmpty else { return }
    let mean = sum(UnsafeBufferPointer(x)) / Double(x.count)
    for index in x.indices { x[index] -= mean }
}
