import Ansatz

/// Weighted Jacobi iteration for systems with a constant stencil:
///
///     x ← x + ω (b − A x) / d,    d the diagonal of A.
///
/// Stops when ‖b − A x‖₂ ≤ tolerance ‖b‖₂. A sweep shrinks the error along an eigenvector of A with eigenvalue λ by
/// 1 − ωλ/d, so it converges where 0 < ωλ < 2d for all of them: slowly on fine grids, since the smallest λ/d is about
/// h².
///
/// Good values: tolerance 1e-8; ω = 1 to solve, 0.8 to smooth.
struct PluginName: Solver {
    struct Options: ComponentOptions {
        var tolerance = 1e-8
        var omega = 1.0

        static let keys: [Key<Self>] = [
            Key("tolerance", \.tolerance, unit: "1", range: .open(0, 1), help: "stop when |r| <= tolerance * |b|"),
            Key(
                tunable: "omega", \.omega, unit: "1", range: .open(0, 2), proposals: 0.5...1,
                help: "weight of a sweep; 0.8 smooths"),
        ]
    }

    static let info = ComponentInfo("plugin_name", "Weighted Jacobi iteration")

    var options = Options()

    func solve(_ system: any StencilSystem, into x: inout Tensor<Double>, _ run: RunContext) throws -> SolveReport {
        let (b, d, ω, limit) = (system.rightHandSide, system.stencil.diagonal, options.omega, 100_000)
        let (scale, goal) = (max(norm2(b), .leastNormalMagnitude), options.tolerance)
        var (r, ratio) = (b, 0.0)
        for sweep in 0...limit {
            system.residual(of: x, into: &r)
            ratio = norm2(r) / scale
            if ratio <= goal { return SolveReport(iterations: sweep, residual: ratio) }
            axpy(ω / d, r, &x)
            try run.checkCancellation()
        }
        throw ComputationError.notConverged(method: "plugin_name", iterations: limit, residual: ratio, tolerance: goal)
    }
}

let plugin = Plugin("plugin_name", version: "0.1.0") { PluginName.self }
