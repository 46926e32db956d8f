import Ansatz

/// The loop of restarted, flexible GMRES.
struct GeneralizedMinimalResidualIteration {
    private let slot: PreconditionerSlot?
    private let basis: ArnoldiBasis
    private var iterations = 0

    /// By how much a restart must reduce the residual to count as progress.
    private static let progress = 0.999

    init(_ slot: PreconditionerSlot?, _ basis: ArnoldiBasis) {
        self.slot = slot
        self.basis = basis
    }

    /// - Parameter start: the norm of the first residual.
    mutating func iterate(_ solve: inout KrylovSolve, from start: Double) throws -> SolveReport {
        var residual = start
        var stagnant = 0
        while iterations < solve.limit {
            let steps = try cycle(&solve, residual)
            basis.addCorrection(steps, to: solve.x, solve.threads)
            solve.work += 2 * Double(steps) * solve.count
            let previous = residual
            residual = solve.residual(into: basis.residual).squareRoot()
            solve.correctNote(residual)
            guard residual.isFinite else { throw notFinite(solve) }
            if residual <= solve.goal { return solve.report(iterations: iterations, residual: residual) }
            stagnant = residual > Self.progress * previous ? stagnant + 1 : 0
            guard stagnant < 2 else { throw stagnation(solve, residual) }
        }
        throw solve.notConverged(residual)
    }

    /// Steps until the residual is small enough, the basis is full, or the space is exhausted; returns how many.
    private mutating func cycle(_ solve: inout KrylovSolve, _ residual: Double) throws -> Int {
        basis.begin(norm: residual, solve.threads)
        for j in 0..<basis.size {
            if let slot {
                try slot.apply(UnsafeBufferPointer(basis.v(j)), into: basis.z(j), solve.run)
                if solve.sumsToZero { subtractMean(basis.z(j), solve.threads) }
                solve.work += slot.operationsPerApplication
            }
            solve.product(basis.z(j), into: basis.v(j + 1))
            let (norm, isExhausted) = basis.extend(j, &solve.work, solve.threads)
            guard norm.isFinite else { throw notFinite(solve) }
            iterations += 1
            solve.note(norm)
            try solve.run.checkCancellation()
            if norm <= solve.goal || isExhausted || iterations >= solve.limit { return j + 1 }
        }
        return basis.size
    }

    private func stagnation(_ solve: KrylovSolve, _ residual: Double) -> ComputationError {
        let isWhole = basis.size >= solve.x.count
        return .unsuitable(
            "\(solve.method) stagnates: relative residual \(residual / solve.scale) after \(iterations) iterations, "
                + "wanted \(solve.tolerance)",
            help: isWhole
                ? "the matrix is singular, or so ill-conditioned that rounding leaves no more"
                : "raise 'restart' (now \(basis.size)), or choose a preconditioner; a singular matrix may have no solution"
        )
    }

    private func notFinite(_ solve: KrylovSolve) -> ComputationError {
        .unsuitable(
            "\(solve.method) broke down at iteration \(iterations + 1): a value is not finite",
            help: "check the input data and the preconditioner")
    }
}
