import Ansatz

/// The Crank-Nicolson scheme for linear evolution equations du/dt = L(t) u + g(t):
///
///     (I − Δt/2 L) uⁿ⁺¹ = (I + Δt/2 L) uⁿ + Δt g,    L and g at tⁿ + Δt/2.
///
/// Second order, stable for any step where L has no growing modes; stiff modes are damped slowly, so a rough start
/// rings. The nested solver starts from uⁿ.
struct CrankNicolson: Integrator {
    struct Options: ComponentOptions {
        var solver = ComponentChoice<any Solver>.unset

        static let keys: [Key<Self>] = [
            Key("solver", \.solver, isRequired: true, help: "solves the linear system of each step")
        ]
    }

    static let info = ComponentInfo(
        "crank_nicolson", "Crank-Nicolson: second-order implicit steps for linear equations",
        references: [
            Reference(
                .article, ["J. Crank", "P. Nicolson"],
                "A practical method for numerical evaluation of solutions of partial differential equations of the "
                    + "heat-conduction type",
                in: "Proc. Camb. Phil. Soc.", volume: "43", pages: "50–67", year: 1947,
                doi: "10.1017/S0305004100023197")
        ])

    var options = Options()
    private var solver: BoundSolver?

    var scheme: StepScheme { .theta(0.5) }

    mutating func prepare(_ run: RunContext) throws { solver = try run.bind(options.solver) }

    mutating func advance(
        _ state: inout Tensor<Double>, of equation: any LinearEvolution, time: Double, step: Double, _ run: RunContext
    ) throws -> StepReport {
        guard let solver else { throw ComputationError.unsuitable("crank_nicolson was not prepared", help: nil) }
        let system = try equation.implicitStep(from: state, time: time, step: step, theta: 0.5)
        return StepReport(try solver.solve(system, into: &state))
    }
}
