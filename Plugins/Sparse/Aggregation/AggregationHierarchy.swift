import Ansatz
import Glibc

/// Smoothed aggregation multigrid: the levels of a matrix, and the cycle over them.
///
/// Each level's unknowns are grouped into aggregates along strong connections; the constant (fitted to the matrix by some
/// sweeps), cut into aggregates and smoothed once, interpolates from the next: P = (I − ω D⁻¹ A) T with
/// ω = 4/(3 ρ(D⁻¹ A)). The next level's matrix is R A P, with R = Pᵀ where A is symmetric, and else the transpose of the
/// same for Aᵀ. Levels are relaxed by symmetric Gauss-Seidel sweeps, the coarsest is inverted.
final class AggregationHierarchy {
    let levels: [AggregationLevel]
    private let coarsest: CoarsestLevel
    private let choice: AggregationChoice

    /// - Throws: ``ComputationError/unsuitable(_:help:)`` for a zero on the diagonal, at any level.
    init(
        _ finest: CompressedRows, _ choice: AggregationChoice, isSymmetric: Bool, hasNullspace: Bool, _ run: RunContext
    ) throws {
        guard finest.rows % choice.block == 0 else {
            throw ComputationError.unsuitable(
                "\(finest.rows) unknowns are no multiple of the \(choice.block) that 'block' says a node has",
                help: "set block to the number of unknowns of a node, or leave it out")
        }
        self.choice = choice
        var matrix = finest
        var levels: [AggregationLevel] = []
        var candidate = [Double](repeating: 1, count: finest.rows)
        while matrix.rows > choice.coarsest, levels.count + 1 < choice.levels {
            let θ = choice.strength * exp2(-Double(levels.count))
            let coarsening = try Coarsening(matrix, &candidate, choice, θ: θ, isSymmetric: isSymmetric, run)
            guard let coarsening else { break }
            levels.append(AggregationLevel(coarsening.split, coarsening.prolongator, coarsening.restrictor))
            matrix = coarsening.coarse
            try run.checkCancellation()
        }
        self.levels = levels
        coarsest = try CoarsestLevel(matrix, isSymmetric: isSymmetric, hasNullspace: hasNullspace, run)
    }

    /// x ≈ A⁻¹ b by one cycle from zero; x need not be set.
    func cycle(_ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, _ threads: Threads) {
        cycle(0, x, b, threads)
    }

    private func cycle(
        _ index: Int, _ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, _ threads: Threads
    ) {
        guard index < levels.count else { return coarsest.solve(x, b) }
        let level = levels[index]
        let matrix = level.matrix
        guard let l = level.space[0].baseAddress, let r = level.space[1].baseAddress,
            let coarseB = level.next[0].baseAddress, let coarseX = level.next[1].baseAddress
        else { return }
        matrix.forwardFromZero(x, b, ω: 1, leaving: l)
        _ = matrix.backward(x, b, ω: 1, knowing: l)
        for _ in 1..<choice.sweeps { sweep(matrix, x, b, l) }
        matrix.residual(x, knowing: l, into: r, threads)
        level.restrictor.apply(r, into: coarseB, threads)
        cycle(index + 1, coarseX, coarseB, threads)
        if choice.cycle == .w, index + 1 < levels.count { repeatCycle(index + 1, level, threads) }
        level.prolongator.add(coarseX, to: x, threads)
        for _ in 0..<choice.sweeps { sweep(matrix, x, b, l) }
    }

    private func sweep(
        _ matrix: SplitMatrix, _ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>,
        _ l: UnsafeMutablePointer<Double>
    ) {
        matrix.forward(x, b, ω: 1, leaving: l)
        _ = matrix.backward(x, b, ω: 1, knowing: l)
    }

    /// The second half of a W cycle: a cycle for what the first left of the residual.
    private func repeatCycle(_ index: Int, _ above: AggregationLevel, _ threads: Threads) {
        let (b, x, r, e) = (above.next[0], above.next[1], above.next[2], above.next[3])
        guard let xs = x.baseAddress, let rs = r.baseAddress, let es = e.baseAddress else { return }
        levels[index].matrix.apply(xs, into: rs, threads)
        xpby(UnsafeBufferPointer(b), -1, r)
        cycle(index, es, rs, threads)
        axpy(1, UnsafeBufferPointer(e), x)
    }

    /// Entries of all levels' matrices over those of the finest.
    var operatorComplexity: Double {
        guard let finest = levels.first?.matrix.entryCount else { return 1 }
        return Double(levels.reduce(0) { $0 + $1.matrix.entryCount }) / Double(finest)
    }

    /// Counted floating-point operations of one cycle.
    var operationsPerCycle: Double {
        var (total, visits) = (0.0, 1.0)
        for level in levels {
            let entries = Double(level.matrix.entryCount)
            let transfer = Double(level.prolongator.count + level.restrictor.count)
            total += visits * (2 * entries * (3 * Double(choice.sweeps)) + 2 * transfer)
            if choice.cycle == .w { visits *= 2 }
        }
        return total + visits * coarsest.operations
    }
}
