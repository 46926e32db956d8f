import Ansatz

/// One solve by conjugate directions that an operator proposes:
///
///     p = F(r) − Σᵢ (F(r)ᵀA pᵢ)/(pᵢᵀA pᵢ) pᵢ  over the last k directions,   α = pᵀr/pᵀAp,  x += α p,  r −= α A p
struct FlexibleIteration {
    /// F; plain conjugate gradients where there is none.
    let slot: PreconditionerSlot?
    let memory: DirectionMemory
    let r: UnsafeMutableBufferPointer<Double>
    /// Whether the operator's directions are followed as they are; plain conjugate gradients need the last one anyway.
    private let isSteepestDescent: Bool
    private var trust: OperatorTrust
    private var products = 1
    private var applications = 0

    init(
        _ slot: PreconditionerSlot?, _ memory: DirectionMemory, _ r: UnsafeMutableBufferPointer<Double>,
        isSteepestDescent: Bool, residual: Double
    ) {
        self.slot = slot
        self.isSteepestDescent = isSteepestDescent
        self.memory = memory
        self.r = r
        trust = OperatorTrust(isProven: slot?.isPositiveDefinite ?? true, residual: residual)
    }

    mutating func iterate(_ solve: inout KrylovSolve, from start: Double) throws -> SolveReport {
        var squares = start
        for iteration in 1...solve.limit {
            let (curvature, descent) = try direction(&solve, squares, iteration)
            squares = conjugateStep(
                descent / curvature, UnsafeBufferPointer(memory.p), solve.x, UnsafeBufferPointer(memory.q), r,
                threads: solve.threads)
            if !isSteepestDescent || trust.mode != .asking { memory.keep(curvature: curvature) }
            // Two updates and a norm.
            solve.work += 6 * solve.count
            var residual = squares.squareRoot()
            solve.note(residual)
            if residual <= solve.goal {
                // The recurrence drifts from b − A x by rounding; only the latter counts.
                squares = solve.residual(into: r)
                products += 1
                residual = squares.squareRoot()
                solve.correctNote(residual)
                if residual <= solve.goal {
                    logFailures(solve)
                    return solve.report(iterations: iteration, residual: residual, counts: counts)
                }
            }
            if slot != nil { compare(residual, solve) }
            try solve.run.checkCancellation()
        }
        logFailures(solve)
        throw solve.notConverged(squares.squareRoot())
    }

    /// Fills p and q = A p; returns pᵀAp and pᵀr.
    private mutating func direction(_ solve: inout KrylovSolve, _ squares: Double, _ iteration: Int) throws
        -> (curvature: Double, descent: Double)
    {
        if let slot, trust.mode == .asking {
            switch try proposed(by: slot, &solve, squares) {
            case .usable(let curvature, let descent):
                trust.succeed()
                return (curvature, descent)
            case .failed(let reason):
                if trust.failures == 0 {
                    solve.run.log(
                        "\(solve.method): the direction of '\(slot.name)' at iteration \(iteration) \(reason)")
                }
                if trust.fail() {
                    solve.run.log("\(solve.method): several directions in a row failed, goes on without '\(slot.name)'")
                    memory.removeAll()
                }
            }
        }
        _ = memory.p.update(fromContentsOf: r)
        if case .usable(let curvature, let descent) = conjugated(&solve, squares) { return (curvature, descent) }
        // The residual lies among the directions that are known, or these are spoilt.
        memory.removeAll()
        _ = memory.p.update(fromContentsOf: r)
        switch conjugated(&solve, squares) {
        case .usable(let curvature, let descent): return (curvature, descent)
        case .failed(let reason):
            throw ComputationError.unsuitable(
                "\(solve.method) broke down at iteration \(iteration): the residual as a direction \(reason), so that the "
                    + "matrix is not positive definite or not finite",
                help: "check the input data, or choose another solver")
        }
    }

    private enum Proposal {
        case usable(curvature: Double, descent: Double)
        case failed(String)
    }

    private mutating func proposed(by slot: PreconditionerSlot, _ solve: inout KrylovSolve, _ squares: Double) throws
        -> Proposal
    {
        applications += 1
        solve.work += slot.operationsPerApplication
        if let reason = try slot.attempt(UnsafeBufferPointer(r), into: memory.p, solve.run) { return .failed(reason) }
        if solve.sumsToZero { subtractMean(memory.p, solve.threads) }
        return conjugated(&solve, squares)
    }

    /// Makes p conjugate to the known directions, and computes q = A p.
    private mutating func conjugated(_ solve: inout KrylovSolve, _ squares: Double) -> Proposal {
        let (threads, p) = (solve.threads, UnsafeBufferPointer(memory.p))
        let given = dot(p, p, threads: threads)
        guard given.isFinite else { return .failed("is not finite") }
        guard given > 0 else { return .failed("is zero") }
        memory.orthogonalise(threads)
        let new = memory.isEmpty ? given : dot(p, p, threads: threads)
        let descent = dot(p, UnsafeBufferPointer(r), threads: threads)
        solve.work += 6 * solve.count + memory.operations
        // Rounding leaves some 1e-16 of what was there.
        guard new > 1e-24 * given else { return .failed("is a combination of those before it") }
        guard descent.magnitude > 1e-14 * (new * squares).squareRoot() else {
            return .failed("is orthogonal to the residual")
        }
        solve.product(memory.p, into: memory.q)
        products += 1
        let curvature = dot(p, UnsafeBufferPointer(memory.q), threads: threads)
        solve.work += 2 * solve.count
        guard curvature > 0, curvature.isFinite else { return .failed("has pᵀAp = \(curvature)") }
        return .usable(curvature: curvature, descent: descent)
    }

    private mutating func compare(_ residual: Double, _ solve: KrylovSolve) {
        switch trust.observe(residual) {
        case .none: return
        case .trialBegins, .operatorReturns: break
        case .operatorEnds(let wasted):
            solve.run.log(
                "\(solve.method): \(wasted) directions of '\(slot?.name ?? "")' reduced the residual no more than as many "
                    + "steps of plain conjugate gradients, goes on without it")
        }
        // Conjugate gradients need directions of their own from the first.
        memory.removeAll()
    }

    private func logFailures(_ solve: KrylovSolve) {
        guard trust.failures > 0, let slot else { return }
        solve.run.log("\(solve.method): \(trust.failures) of \(applications) directions of '\(slot.name)' failed")
    }

    private var counts: [String: Int] {
        slot == nil
            ? ["matrix_products": products]
            : [
                "matrix_products": products, "operator_applications": applications,
                "failed_directions": trust.failures,
            ]
    }
}
