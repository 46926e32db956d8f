import Ansatz

/// Conjugate gradients with the SSOR preconditioner in Eisenstat's form, which needs no products with A.
///
/// With W = I + ωD⁻¹L the preconditioner is a multiple of WᵀW, and the method is the plain one for W⁻ᵀAW⁻¹ with the
/// directions Wt, where t are the directions of the plain form. Because of
///
///     (ω/d) A = W + Wᵀ − (2 − ω) I
///
/// an iteration takes two triangular solves and no product, with r̂ = W⁻ᵀr in the place of r:
///
///     t = W⁻¹ r̂ + β t,   α = r̂ᵀr̂ / tᵀAt,   x += α t,   r̂ −= α (d/ω) (t + y),   y = W⁻ᵀ (W t − (2 − ω) t)
///
/// and tᵀAt = d tᵀ(2 W/ω − (2/ω − 1) I) t. Each solve and all that goes with it is one pass over memory. ‖r‖ = ‖Wᵀr̂‖ is
/// left out where ‖Wᵀr̂‖ ≥ λ ‖r̂‖ shows it too large, λ the smallest eigenvalue of (W + Wᵀ)/2. The iterates, and the stop
/// rule, are those of the plain form but for rounding.
struct EisenstatIteration {
    private var vectors: SkewedVectors?
    private var residuals: Workspace?

    mutating func solve(
        _ system: any StencilSystem, into solution: inout Tensor<Double>, ω: Double, _ ordering: SweepOrdering,
        method: String, tolerance: Double, limit: Int, _ run: RunContext
    ) throws -> SolveReport {
        try system.requirePositiveDefinite(for: method)
        let stencil = system.stencil
        let vectors = SkewedVectors.fitting(stencil, 4, from: vectors)
        self.vectors = nil
        let count = solution.count
        let residuals = residuals.flatMap { $0.count == count ? $0 : nil } ?? Workspace(count: count, vectors: 1)
        self.residuals = residuals
        let report = try system.rightHandSide.withBuffer { b in
            try solution.withMutableBuffer { x in
                let scale = norm2(b)
                if scale == 0 {
                    x.update(repeating: 0)
                    return SolveReport(iterations: 0, residual: 0, work: 2 * Double(count))
                }
                let state = EisenstatState(
                    sweep: StencilSweep(stencil, ω: ω, ordering, vectors), vectors: vectors, system: system, b: b, x: x,
                    r: residuals[0], scale: scale)
                return try state.iterate(method: method, tolerance: tolerance, limit: limit, run)
            }
        }
        self.vectors = vectors
        return report
    }
}

/// One solve.
private struct EisenstatState {
    let sweep: StencilSweep
    let vectors: SkewedVectors
    let system: any StencilSystem
    let b: UnsafeBufferPointer<Double>
    let x: UnsafeMutableBufferPointer<Double>
    let r: UnsafeMutableBufferPointer<Double>
    let scale: Double

    private var r̂: UnsafeMutablePointer<Double> { vectors[0] }
    private var t: UnsafeMutablePointer<Double> { vectors[1] }
    /// What is to be added to x.
    private var correction: UnsafeMutablePointer<Double> { vectors[2] }
    /// What the solves give, used as soon as it is known.
    private var solved: SweptVector { SweptVector(vectors[3], sweep.grid, isTransient: true) }

    func iterate(method: String, tolerance: Double, limit: Int, _ run: RunContext) throws -> SolveReport {
        let goal = tolerance * scale
        var residual = freshResidual()
        let operations = Operations(unknowns: Double(x.count), perProduct: system.operationsPerProduct)
        var work = operations.start
        var history = run.recordsHistory ? [residual / scale] : []
        if residual <= goal {
            return SolveReport(iterations: 0, residual: residual / scale, work: work, history: history)
        }
        work += operations.transform
        correction.update(repeating: 0, count: sweep.grid.count)
        let weight = -2 * sweep.diagonal / sweep.ω
        // A little less than λ, since the norms are rounded.
        let bound = 0.999 * (1 - sweep.radius / 2)
        let polls = PollInterval(count: x.count)
        var ρ = transformedResidual()
        t.update(repeating: 0, count: sweep.grid.count)
        var β = 0.0
        for iteration in 1...limit {
            let curvature = weight * sweep.forward(solved, Directions(sweep, r: r̂, t: t, β: β))
            guard ρ > 0, curvature > 0, ρ.isFinite, curvature.isFinite else {
                addCorrection()
                throw ComputationError.unsuitable(
                    "\(method) broke down at iteration \(iteration): the matrix or preconditioner is not positive "
                        + "definite, or a value is not finite", help: "check the input data, or choose another solver")
            }
            let α = ρ / curvature
            let previous = ρ
            ρ = sweep.backward(solved, Updates(sweep, t: t, r: r̂, correction: correction, step: α))
            work += operations.iteration
            // A norm for the record alone is no work of the method.
            if run.recordsHistory { history.append(sweep.squaredNormOfUpperProduct(r̂).squareRoot() / scale) }
            if bound * ρ.squareRoot() <= goal, norm(&work, operations) <= goal {
                // The recurrence drifts from b − A x by rounding; only the latter counts.
                addCorrection()
                residual = freshResidual()
                work += operations.check
                if run.recordsHistory { history[iteration] = residual / scale }
                if residual <= goal {
                    return SolveReport(
                        iterations: iteration, residual: residual / scale, work: work, history: history)
                }
                work += operations.transform
                correction.update(repeating: 0, count: sweep.grid.count)
                ρ = transformedResidual()
            }
            β = ρ / previous
            if polls.isDue(iteration) {
                do { try run.checkCancellation() } catch {
                    addCorrection()
                    throw error
                }
            }
        }
        addCorrection()
        throw ComputationError.notConverged(
            method: method, iterations: limit, residual: freshResidual() / scale, tolerance: tolerance)
    }

    /// r = b − A x; returns ‖r‖₂.
    private func freshResidual() -> Double {
        system.apply(UnsafeBufferPointer(x), into: r)
        xpby(b, -1, r)
        return norm2(UnsafeBufferPointer(r))
    }

    /// r̂ = W⁻ᵀ r; returns ‖r̂‖².
    private func transformedResidual() -> Double {
        sweep.grid.pack(UnsafeBufferPointer(r), into: vectors[0])
        return sweep.backward(SweptVector(r̂, sweep.grid), TriangularSolve(source: r̂, scale: 1))
    }

    /// ‖Wᵀr̂‖₂.
    private func norm(_ work: inout Double, _ operations: Operations) -> Double {
        work += operations.norm
        return sweep.squaredNormOfUpperProduct(r̂).squareRoot()
    }

    private func addCorrection() { sweep.grid.unpack(correction, into: x, adding: true) }
}

/// Counted floating-point operations. A solve, or a product with a triangle, is a product and a sum for each of two
/// neighbours: 4 an unknown.
private struct Operations {
    var unknowns: Double
    var perProduct: Double

    /// ‖b‖ and the first residual.
    var start: Double { 2 * unknowns + residual }
    /// r̂: a solve, and its norm; the factor 1 counts.
    var transform: Double { (4 + 1 + 2) * unknowns }
    /// Forward: a solve 4, t 2, the product with t's triangle 1 + 4, the sum 2. Backward: the product 1 + 4, a solve 4,
    /// the correction 2, r̂ 1 + 2, the sum 2.
    var iteration: Double { (13 + 16) * unknowns }
    /// A product with a triangle, and its norm.
    var norm: Double { (4 + 2) * unknowns }
    /// The correction to x, and the residual.
    var check: Double { unknowns + residual }

    private var residual: Double { perProduct + 4 * unknowns }
}
