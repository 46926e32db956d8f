import Ansatz

/// The explicit midpoint rule, with or without a flaw.
struct Midpoint<Kind: FlawKind>: Integrator {
    static var info: ComponentInfo { ComponentInfo("midpoint", "Explicit midpoint rule") }

    var options = NoOptions()
    private var steps = 0.0

    var scheme: StepScheme { .explicit(order: 2) }

    mutating func advance(
        _ state: inout Tensor<Double>, of equation: any EvolutionProblem, time: Double, step: Double, _ run: RunContext
    ) throws -> StepReport {
        var rate = Tensor<Double>(shape: state.shape)
        try equation.rate(of: state, at: time, into: &rate)
        if Kind.flaw != .lowerOrder {
            var middle = state
            axpy(step / 2, rate, &middle)
            try equation.rate(of: middle, at: time + step / 2, into: &rate)
        }
        axpy(step, rate, &state)
        if Kind.flaw == .remembersUnsaved {
            steps += 1
            state.withMutableBuffer { $0[0] += 1e-12 * steps }
        }
        return StepReport()
    }
}

/// The Adams-Bashforth method of order 2, whose last rate is in its snapshot or forgotten.
struct AdamsBashforth: Integrator, Resumable {
    static let info = ComponentInfo("adams_bashforth", "Adams-Bashforth of order 2")

    struct State: Codable, Sendable {
        var last: Tensor<Double>?
    }

    var options = NoOptions()
    private var state = State()

    var scheme: StepScheme { .explicit(order: 2) }

    mutating func advance(
        _ u: inout Tensor<Double>, of equation: any EvolutionProblem, time: Double, step: Double, _ run: RunContext
    ) throws -> StepReport {
        var rate = Tensor<Double>(shape: u.shape)
        try equation.rate(of: u, at: time, into: &rate)
        if let last = state.last {
            axpy(1.5 * step, rate, &u)
            axpy(-0.5 * step, last, &u)
        } else {
            axpy(step, rate, &u)
        }
        state.last = rate
        return StepReport()
    }

    func snapshot() -> State { state }
    mutating func restore(_ state: State) { self.state = state }
}

/// A θ-scheme that claims 1/2, and takes 1 where it lies.
struct Theta<Kind: FlawKind>: Integrator {
    struct Options: ComponentOptions {
        var solver = ComponentChoice<any Solver>.unset
        static var keys: [Key<Self>] {
            [Key("solver", \.solver, isRequired: true, help: "solves the system of each step")]
        }
    }

    static var info: ComponentInfo { ComponentInfo("theta", "Implicit steps") }

    var options = Options()
    private var solver: BoundSolver?

    var scheme: StepScheme { .theta(0.5) }

    mutating func prepare(_ run: RunContext) throws { solver = try run.bind(options.solver) }

    mutating func advance(
        _ state: inout Tensor<Double>, of equation: any LinearEvolution, time: Double, step: Double, _ run: RunContext
    ) throws -> StepReport {
        guard let solver else { throw ComputationError.unsuitable("not prepared", help: nil) }
        let theta = Kind.flaw == .otherScheme ? 1 : 0.5
        let system = try equation.implicitStep(from: state, time: time, step: step, theta: theta)
        return StepReport(try solver.solve(system, into: &state))
    }
}
