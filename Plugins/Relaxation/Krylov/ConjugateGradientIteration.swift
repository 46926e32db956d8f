import Ansatz

/// The preconditioned conjugate gradient loop:
///
///     z = M⁻¹ r,  ρ = zᵀr,  β = ρ/ρ₋₁,  p = z + β p,  q = A p,  α = ρ/(pᵀq),  x += α p,  r −= α q
///
/// Stops when ‖r‖₂ ≤ tolerance ‖b‖₂. Returns no iterations where the start already fulfils that, and x = 0 where b = 0.
struct ConjugateGradientIteration {
    private var workspace: Workspace?

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ preconditioner: some SymmetricPreconditioner,
        setUp: Double = 0, method: String, tolerance: Double, limit: Int, _ run: RunContext
    ) throws -> SolveReport {
        try system.requirePositiveSemidefinite(for: method)
        let vectors = Workspace.fitting(solution.count, 4, from: workspace)
        workspace = vectors
        return try KrylovSolve.begin(
            system, into: &solution, vectors[0], method: method, tolerance: tolerance, limit: limit, run
        ) { solve, squares in
            solve.work += setUp
            return try Self.iterate(&solve, squares, preconditioner, vectors)
        }
    }

    private static func iterate(
        _ solve: inout KrylovSolve, _ start: Double, _ preconditioner: some SymmetricPreconditioner,
        _ vectors: Workspace
    ) throws -> SolveReport {
        let (r, p, q) = (vectors[0], vectors[1], vectors[2])
        let z = preconditioner.isIdentity ? r : vectors[3]
        let (threads, goal) = (solve.threads, solve.goal)
        // An iteration is a product, three updates of vectors, an inner product and a norm: 10 operations an unknown
        // besides the product. With a preconditioner zᵀr is an inner product more.
        let others = (preconditioner.isIdentity ? 10 : 12 + preconditioner.operationsPerUnknown) * solve.count
        let polls = PollInterval(count: preconditioner.isIdentity ? solve.x.count : 8 * solve.x.count)
        var squares = start
        var ρ = 1.0
        for iteration in 1...solve.limit {
            let previous = ρ
            if preconditioner.isIdentity {
                ρ = squares
            } else {
                try preconditioner.apply(UnsafeBufferPointer(r), into: z)
                if solve.sumsToZero { subtractMean(z, threads) }
                ρ = dot(UnsafeBufferPointer(z), UnsafeBufferPointer(r), threads: threads)
            }
            if iteration == 1 {
                _ = p.update(fromContentsOf: z)
            } else {
                xpby(UnsafeBufferPointer(z), ρ / previous, p, threads: threads)
            }
            solve.product(p, into: q)
            let curvature = dot(UnsafeBufferPointer(p), UnsafeBufferPointer(q), threads: threads)
            guard ρ > 0, curvature > 0, ρ.isFinite, curvature.isFinite else {
                throw breakdown(solve.method, iteration, ρ: ρ, curvature: curvature)
            }
            squares = conjugateStep(
                ρ / curvature, UnsafeBufferPointer(p), solve.x, UnsafeBufferPointer(q), r, threads: threads)
            solve.work += others
            var residual = squares.squareRoot()
            solve.note(residual)
            if residual <= goal {
                // The recurrence drifts from b − A x by rounding; only the latter counts.
                squares = solve.residual(into: r)
                residual = squares.squareRoot()
                solve.correctNote(residual)
                if residual <= goal { return solve.report(iterations: iteration, residual: residual) }
            }
            if polls.isDue(iteration) { try solve.run.checkCancellation() }
        }
        throw solve.notConverged(squares.squareRoot())
    }

    private static func breakdown(_ method: String, _ iteration: Int, ρ: Double, curvature: Double) -> ComputationError
    {
        let cause =
            if !ρ.isFinite || !curvature.isFinite {
                "a value is not finite"
            } else if curvature > 0 {
                "the preconditioner is not positive definite (rᵀM⁻¹r = \(ρ))"
            } else {
                "the matrix is not positive definite (pᵀAp = \(curvature))"
            }
        return .unsuitable(
            "\(method) broke down at iteration \(iteration): \(cause)",
            help: "check the input data, or choose another solver")
    }
}

extension Workspace {
    /// A workspace of that many vectors of that length: the old one where it fits.
    static func fitting(_ count: Int, _ vectors: Int, from old: Workspace?) -> Workspace {
        if let old, old.count == count { return old }
        return Workspace(count: count, vectors: vectors)
    }
}
