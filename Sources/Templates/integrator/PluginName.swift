import Ansatz

/// The θ-scheme for linear evolution equations du/dt = L(t) u + g(t):
///
///     (I − θ Δt L) uⁿ⁺¹ = (I + (1 − θ) Δt L) uⁿ + Δt g,    L and g at tⁿ + Δt/2.
///
/// Stable for every step where θ ≥ 1/2 and L has no growing modes. θ = 1/2 is of second order, other values are of first;
/// θ = 1, the implicit Euler method, damps stiff modes at once. The nested solver starts from uⁿ.
struct PluginName: Integrator {
    struct Options: ComponentOptions {
        var theta = 1.0
        var solver = ComponentChoice<any Solver>.unset

        static let keys: [Key<Self>] = [
            Key("theta", \.theta, unit: "1", range: .closed(0.5, 1), help: "weight of the new state; 1 damps most"),
            Key("solver", \.solver, isRequired: true, help: "solves the linear system of each step"),
        ]
    }

    static let info = ComponentInfo("plugin_name", "Implicit steps of the theta scheme for linear equations")

    var options = Options()
    private var solver: BoundSolver?

    var scheme: StepScheme { .theta(options.theta) }

    mutating func prepare(_ run: RunContext) throws { solver = try run.bind(options.solver) }

    mutating func advance(
        _ state: inout Tensor<Double>, of equation: any LinearEvolution, time: Double, step: Double, _ run: RunContext
    ) throws -> StepReport {
        guard let solver else { throw ComputationError.unsuitable("plugin_name was not prepared", help: nil) }
        let system = try equation.implicitStep(from: state, time: time, step: step, theta: options.theta)
        return StepReport(try solver.solve(system, into: &state))
    }
}

let plugin = Plugin("plugin_name", version: "0.1.0") { PluginName.self }
