import Ansatz

/// The loop of Paige and Saunders' MINRES, with their names: Lanczos' αₖ and βₖ make a tridiagonal matrix, reflections
/// (cₖ, sₖ) make it triangular with the entries γₖ, δₖ, εₖ, and φ̄ is the norm of the residual in M⁻¹.
struct MinimalResidualIteration {
    private let slot: PreconditionerSlot?
    private var vectors: LanczosVectors
    private let acceptsLeastSquares: Bool
    private var iterations = 0

    /// The part of ‖A‖‖r‖ to which ‖A r‖ must fall for r to count as a least-squares residual.
    private static let leastSquaresLimit = 1e-10

    init(_ slot: PreconditionerSlot?, _ vectors: Workspace, acceptsLeastSquares: Bool) {
        self.slot = slot
        self.vectors = LanczosVectors(vectors)
        self.acceptsLeastSquares = acceptsLeastSquares
    }

    private enum Ending {
        /// The recurrence's residual is small enough, or the Krylov space is exhausted.
        case converged
        case leastSquares
        case limit(Double)
    }

    /// - Parameter start: the norm of r.
    mutating func iterate(_ solve: inout KrylovSolve, from start: Double) throws -> SolveReport {
        var before = start
        while true {
            let ending = try cycle(&solve)
            let residual = solve.residual(into: vectors.r).squareRoot()
            guard residual.isFinite else { throw notFinite(solve) }
            solve.correctNote(residual)
            if residual <= solve.goal { return solve.report(iterations: iterations, residual: residual) }
            switch ending {
            case .leastSquares:
                return try leastSquares(solve, residual)
            case .limit: throw solve.notConverged(residual)
            case .converged:
                // Rounding parted the recurrence from b − A x: once more, from here.
                if iterations >= solve.limit { throw solve.notConverged(residual) }
                guard residual < 0.5 * before else {
                    throw ComputationError.unsuitable(
                        "\(solve.method) stagnates at a relative residual of \(residual / solve.scale) after \(iterations) "
                            + "iterations, wanted \(solve.tolerance)",
                        help: "raise the tolerance: the matrix is singular or ill-conditioned, or not symmetric")
                }
                before = residual
            }
        }
    }

    private func leastSquares(_ solve: KrylovSolve, _ residual: Double) throws -> SolveReport {
        let what =
            "the system has no solution: the least residual is \(residual / solve.scale) of the right-hand side"
        guard acceptsLeastSquares else {
            throw ComputationError.unsuitable(
                "\(solve.method): \(what)",
                help: "the matrix is singular; for the answer with that residual set least_squares: true")
        }
        solve.run.log("\(solve.method): \(what); this is the answer with that residual")
        return solve.report(iterations: iterations, residual: residual, counts: ["least_squares": 1])
    }

    /// Lanczos' process from r until the end.
    private mutating func cycle(_ solve: inout KrylovSolve) throws -> Ending {
        let threads = solve.threads
        _ = vectors.y.0.update(fromContentsOf: vectors.r)
        vectors.y.1.update(repeating: 0)
        var β = try preconditionedNorm(&solve, nil)
        guard β > 0, β.isFinite else { throw notFinite(solve) }
        // β₁ is no entry of the matrix.
        var previousβ = 0.0
        var (c, s, δ̄, ε) = (-1.0, 0.0, 0.0, 0.0)
        var φ̄ = β
        var norm = 0.0
        vectors.w.0.update(repeating: 0)
        vectors.w.1.update(repeating: 0)
        vectors.w.2.update(repeating: 0)
        let polls = PollInterval(count: (slot == nil ? 2 : 8) * solve.x.count)
        while iterations < solve.limit {
            scale(slot == nil ? vectors.y.0 : vectors.z, by: 1 / β, into: vectors.v, threads)
            let v = UnsafeBufferPointer(vectors.v)
            vectors.shiftLanczos()
            solve.product(vectors.v, into: vectors.y.0)
            let (next, last, before) = vectors.y
            let α = axpyDot(
                previousβ == 0 ? 0 : -β / previousβ, UnsafeBufferPointer(before), next, v, threads: threads)
            let squares = axpyDot(-α / β, UnsafeBufferPointer(last), next, UnsafeBufferPointer(next), threads: threads)
            let entry = previousβ == 0 ? 0 : β
            (previousβ, β) = (β, try preconditionedNorm(&solve, squares))
            guard α.isFinite, β.isFinite else { throw notFinite(solve) }
            // What is known of ‖A‖: the longest column of the tridiagonal matrix.
            norm = max(norm, (α * α + β * β + entry * entry).squareRoot())
            let oldε = ε
            let δ = c * δ̄ + s * α
            let γ̄ = s * δ̄ - c * α
            ε = s * β
            δ̄ = -c * β
            // ‖A r‖ = φ̄ |(γ̄, δ̄)|, of the residual before this step.
            if (γ̄ * γ̄ + δ̄ * δ̄).squareRoot() <= Self.leastSquaresLimit * norm { return .leastSquares }
            let γ = (γ̄ * γ̄ + β * β).squareRoot()
            (c, s) = (γ̄ / γ, β / γ)
            let φ = c * φ̄
            φ̄ *= s
            vectors.shiftDirections()
            vectors.move(solve.x, ε: oldε, δ: δ, γ: γ, φ: φ, threads)
            iterations += 1
            // α 4, y 4, v 1, the direction and x 7.
            solve.work += 16 * solve.count
            var residual = φ̄
            let isExhausted = β <= Double.ulpOfOne * norm
            if slot != nil, !isExhausted {
                residual = vectors.moveResidual(s: s, a: φ̄ * c / β, threads).squareRoot()
                solve.work += 5 * solve.count
            }
            solve.note(residual)
            if residual <= solve.goal || isExhausted { return .converged }
            if polls.isDue(iterations) { try solve.run.checkCancellation() }
        }
        return .limit(φ̄)
    }

    /// z = M⁻¹ y and √(yᵀz).
    ///
    /// - Parameter squares: yᵀy, where it is known.
    private func preconditionedNorm(_ solve: inout KrylovSolve, _ squares: Double?) throws -> Double {
        let y = UnsafeBufferPointer(vectors.y.0)
        guard let slot else { return (squares ?? dot(y, y, threads: solve.threads)).squareRoot() }
        try slot.apply(y, into: vectors.z, solve.run)
        if solve.sumsToZero { subtractMean(vectors.z, solve.threads) }
        solve.work += slot.operationsPerApplication + 2 * solve.count
        let product = dot(y, UnsafeBufferPointer(vectors.z), threads: solve.threads)
        guard product >= 0 else {
            throw ComputationError.unsuitable(
                "\(solve.method) broke down at iteration \(iterations): preconditioner '\(slot.name)' is not positive "
                    + "definite (yᵀM⁻¹y = \(product))", help: "choose another preconditioner, or gmres")
        }
        return product.squareRoot()
    }

    private func notFinite(_ solve: KrylovSolve) -> ComputationError {
        .unsuitable(
            "\(solve.method) broke down at iteration \(iterations + 1): a value is not finite",
            help: "check the input data, or choose another solver")
    }
}

/// y ← α x.
func scale(
    _ x: UnsafeMutableBufferPointer<Double>, by α: Double, into y: UnsafeMutableBufferPointer<Double>,
    _ threads: Threads
) {
    threads.forEach(0..<x.count, grain: 4096) { block in
        for index in block { y[index] = α * x[index] }
    }
}
