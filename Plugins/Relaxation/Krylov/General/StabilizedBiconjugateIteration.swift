import Ansatz

/// The loop of van der Vorst's Bi-CGSTAB with a preconditioner K to the right:
///
///     ρ = r̂ᵀr,  β = (ρ/ρ₋₁)(α/ω),  p = r + β (p − ω v),  v = A K⁻¹p,  α = ρ/(r̂ᵀv)
///     s = r − α v,  t = A K⁻¹s,  ω = tᵀs/tᵀt,  x += α K⁻¹p + ω K⁻¹s,  r = s − ω t
///
/// s takes the place of r.
struct StabilizedBiconjugateIteration {
    private let slot: PreconditionerSlot?
    private let r: UnsafeMutableBufferPointer<Double>
    private let shadow: UnsafeMutableBufferPointer<Double>
    private let p: UnsafeMutableBufferPointer<Double>
    private let v: UnsafeMutableBufferPointer<Double>
    private let t: UnsafeMutableBufferPointer<Double>
    /// What the preconditioner returns.
    private let room: UnsafeMutableBufferPointer<Double>
    private var iterations = 0

    init(_ slot: PreconditionerSlot?, _ vectors: Workspace) {
        self.slot = slot
        (r, shadow, p, v, t, room) = (vectors[0], vectors[1], vectors[2], vectors[3], vectors[4], vectors[5])
    }

    private enum Ending {
        case converged
        case limit
        case breakdown(String)
    }

    /// - Parameter start: the norm of r.
    mutating func iterate(_ solve: inout KrylovSolve, from start: Double) throws -> SolveReport {
        var least = start
        var vain = 0
        while true {
            let ending = try cycle(&solve)
            let residual = solve.residual(into: r).squareRoot()
            solve.correctNote(residual)
            guard residual.isFinite else { throw breakdown(solve, "a value is not finite", .infinity) }
            if residual <= solve.goal { return solve.report(iterations: iterations, residual: residual) }
            if iterations >= solve.limit { throw solve.notConverged(residual) }
            vain = residual > 0.9 * least ? vain + 1 : 0
            least = min(least, residual)
            if vain == 3 {
                switch ending {
                case .breakdown(let reason): throw breakdown(solve, reason, residual)
                case .converged, .limit:
                    throw breakdown(solve, "its recurrence drifts from the residual", residual)
                }
            }
        }
    }

    /// The recurrence from r, until it can't go on.
    private mutating func cycle(_ solve: inout KrylovSolve) throws -> Ending {
        let threads = solve.threads
        _ = shadow.update(fromContentsOf: r)
        p.update(repeating: 0)
        v.update(repeating: 0)
        var (ρ, α, ω) = (1.0, 1.0, 1.0)
        let shadowNorm = norm2(UnsafeBufferPointer(shadow), threads: threads)
        var norm = shadowNorm
        while iterations < solve.limit {
            let previous = ρ
            ρ = dot(UnsafeBufferPointer(shadow), UnsafeBufferPointer(r), threads: threads)
            guard ρ.magnitude > Self.tiny * shadowNorm * norm else { return .breakdown("r̂ᵀr = 0") }
            // p = r + β (p − ω v)
            axpy(-ω, UnsafeBufferPointer(v), p, threads: threads)
            xpby(UnsafeBufferPointer(r), (ρ / previous) * (α / ω), p, threads: threads)
            let direction = try preconditioned(p, &solve)
            solve.product(direction, into: v)
            let product = dot(UnsafeBufferPointer(shadow), UnsafeBufferPointer(v), threads: threads)
            let length = norm2(UnsafeBufferPointer(v), threads: threads)
            iterations += 1
            // Three inner products, and three updates of p and r.
            solve.work += 14 * solve.count
            guard product.magnitude > Self.tiny * shadowNorm * length, product.isFinite, length.isFinite else {
                solve.note(norm)
                return .breakdown(
                    length == 0 ? "A K⁻¹p = 0" : length.isFinite ? "r̂ᵀA K⁻¹p = 0" : "a value is not finite")
            }
            α = ρ / product
            axpy(α, UnsafeBufferPointer(direction), solve.x, threads: threads)
            norm = axpyDot(-α, UnsafeBufferPointer(v), r, UnsafeBufferPointer(r), threads: threads).squareRoot()
            if norm <= solve.goal {
                solve.note(norm)
                return .converged
            }
            let correction = try preconditioned(r, &solve)
            solve.product(correction, into: t)
            let squares = dot(UnsafeBufferPointer(t), UnsafeBufferPointer(t), threads: threads)
            let along = dot(UnsafeBufferPointer(t), UnsafeBufferPointer(r), threads: threads)
            solve.work += 10 * solve.count
            guard along.magnitude > Self.tiny * squares.squareRoot() * norm, squares.isFinite else {
                solve.note(norm)
                return .breakdown(squares.isFinite ? "tᵀs = 0" : "a value is not finite")
            }
            ω = along / squares
            axpy(ω, UnsafeBufferPointer(correction), solve.x, threads: threads)
            norm = axpyDot(-ω, UnsafeBufferPointer(t), r, UnsafeBufferPointer(r), threads: threads).squareRoot()
            solve.note(norm)
            guard norm.isFinite else { return .breakdown("a value is not finite") }
            if norm <= solve.goal { return .converged }
            try solve.run.checkCancellation()
        }
        return .limit
    }

    /// Below this cosine two vectors count as orthogonal.
    private static let tiny = 1e-14

    private func preconditioned(_ u: UnsafeMutableBufferPointer<Double>, _ solve: inout KrylovSolve) throws
        -> UnsafeMutableBufferPointer<Double>
    {
        guard let slot else { return u }
        try slot.apply(UnsafeBufferPointer(u), into: room, solve.run)
        if solve.sumsToZero { subtractMean(room, solve.threads) }
        solve.work += slot.operationsPerApplication
        return room
    }

    private func breakdown(_ solve: KrylovSolve, _ reason: String, _ residual: Double) -> ComputationError {
        .unsuitable(
            "\(solve.method) broke down at iteration \(iterations): \(reason); relative residual "
                + "\(residual / solve.scale), wanted \(solve.tolerance)",
            help: "choose gmres, or a preconditioner; a singular matrix may have no solution")
    }
}
