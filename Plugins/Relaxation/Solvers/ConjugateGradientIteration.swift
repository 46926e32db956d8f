import Ansatz

/// z = M⁻¹ r with a symmetric positive definite M.
protocol Preconditioner {
    /// Whether z = r, so that no copy is needed.
    var isIdentity: Bool { get }
    /// Counted floating-point operations of `apply`.
    var operationsPerUnknown: Double { get }
    func apply(_ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>)
}

extension Preconditioner {
    var isIdentity: Bool { false }
}

/// The preconditioned conjugate gradient loop:
///
///     z = M⁻¹ r,  ρ = zᵀr,  β = ρ/ρ₋₁,  p = z + β p,  q = A p,  α = ρ/(pᵀq),  x += α p,  r −= α q
///
/// Stops when ‖r‖₂ ≤ tolerance ‖b‖₂. Returns no iterations where the start already fulfils that, and x = 0 where b = 0.
struct ConjugateGradientIteration {
    private var workspace: Workspace?

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ preconditioner: some Preconditioner,
        method: String, tolerance: Double, limit: Int, _ run: RunContext
    ) throws -> SolveReport {
        try system.requirePositiveDefinite(for: method)
        let count = solution.count
        let work: Workspace
        if let workspace, workspace.count == count {
            work = workspace
        } else {
            work = Workspace(count: count, vectors: 4)
            workspace = work
        }
        return try system.rightHandSide.withBuffer { b in
            try solution.withMutableBuffer { x in
                try Self.iterate(
                    system, x, b, preconditioner, work, method: method, tolerance: tolerance, limit: limit, run)
            }
        }
    }

    private static func iterate(
        _ system: any LinearSystem, _ x: UnsafeMutableBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>,
        _ preconditioner: some Preconditioner, _ work: Workspace, method: String, tolerance: Double, limit: Int,
        _ run: RunContext
    ) throws -> SolveReport {
        let (r, p, q) = (work[0], work[1], work[2])
        let z = preconditioner.isIdentity ? r : work[3]
        let scale = norm2(b)
        if scale == 0 {
            x.update(repeating: 0)
            return SolveReport(iterations: 0, residual: 0, work: 2 * Double(b.count))
        }
        let goal = tolerance * scale
        var residual = freshResidual(system, x, b, into: r)
        // A residual is a product, a sum of two vectors, and a norm: 4 operations an unknown besides the product. An
        // iteration is a product and 12 more: three updates of vectors, two inner products and a norm.
        let (count, product) = (Double(x.count), system.operationsPerProduct)
        let check = product + 4 * count
        let round = product + (12 + preconditioner.operationsPerUnknown) * count
        var work = 2 * count + check
        if residual <= goal { return SolveReport(iterations: 0, residual: residual / scale, work: work) }
        let polls = PollInterval(count: x.count)
        var ρ = 1.0
        for iteration in 1...limit {
            if !preconditioner.isIdentity { preconditioner.apply(UnsafeBufferPointer(r), into: z) }
            let previous = ρ
            ρ = dot(UnsafeBufferPointer(z), UnsafeBufferPointer(r))
            if iteration == 1 {
                _ = p.update(fromContentsOf: z)
            } else {
                xpby(UnsafeBufferPointer(z), ρ / previous, p)
            }
            system.apply(UnsafeBufferPointer(p), into: q)
            let curvature = dot(UnsafeBufferPointer(p), UnsafeBufferPointer(q))
            guard ρ > 0, curvature > 0, ρ.isFinite, curvature.isFinite else {
                throw ComputationError.unsuitable(
                    "\(method) broke down at iteration \(iteration): the matrix or preconditioner is not positive "
                        + "definite, or a value is not finite", help: "check the input data, or choose another solver")
            }
            let α = ρ / curvature
            axpy(α, UnsafeBufferPointer(p), x)
            axpy(-α, UnsafeBufferPointer(q), r)
            residual = norm2(UnsafeBufferPointer(r))
            work += round
            if residual <= goal {
                // The recurrence drifts from b − A x by rounding; only the latter counts.
                residual = freshResidual(system, x, b, into: r)
                work += check
                if residual <= goal {
                    return SolveReport(iterations: iteration, residual: residual / scale, work: work)
                }
            }
            if polls.isDue(iteration) { try run.checkCancellation() }
        }
        throw ComputationError.notConverged(
            method: method, iterations: limit, residual: residual / scale, tolerance: tolerance)
    }

    /// r = b − A x; returns ‖r‖₂.
    private static func freshResidual(
        _ system: any LinearSystem, _ x: UnsafeMutableBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>,
        into r: UnsafeMutableBufferPointer<Double>
    ) -> Double {
        system.apply(UnsafeBufferPointer(x), into: r)
        xpby(b, -1, r)
        return norm2(UnsafeBufferPointer(r))
    }
}
