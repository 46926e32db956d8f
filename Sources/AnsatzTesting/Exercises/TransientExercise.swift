import Ansatz

/// A problem that marches: posed, marched by the suite, judged by itself.
struct TransientExercise: Exercise {
    let problem: any TransientProblem
    let evolution: any EvolutionProblem
    private let run: RunContext
    let calls = 1

    init(_ component: ConfiguredComponent, _ run: RunContext) throws {
        guard var problem = try component.make() as? any TransientProblem else {
            throw ContractViolation("it is no transient problem")
        }
        try problem.prepare(run)
        try problem.extent().checkWorkLimit()
        evolution = try problem.evolution(run)
        self.problem = problem
        self.run = run
    }

    /// The relation of the suite's steps: Crank-Nicolson where the problem is linear, else Runge-Kutta of order 4.
    var scheme: StepScheme { evolution is any LinearEvolution ? .theta(0.5) : .explicit(order: 4) }

    /// One step of the suite's own.
    func step(_ state: inout Tensor<Double>, index: Int) throws {
        try run.checkCancellation()
        let (time, step) = (problem.march.time(index), problem.march.step)
        if let linear = evolution as? any LinearEvolution {
            var solver = ModelSolver()
            let system = try linear.implicitStep(from: state, time: time, step: step, theta: 0.5)
            _ = try solver.solve(system, into: &state, run)
        } else {
            state = try rungeKutta(state, time: time, step: step)
        }
    }

    private func rungeKutta(_ u: Tensor<Double>, time t: Double, step h: Double) throws -> Tensor<Double> {
        func rate(_ state: Tensor<Double>, _ time: Double) throws -> Tensor<Double> {
            var rate = Tensor<Double>(shape: state.shape)
            try evolution.rate(of: state, at: time, into: &rate)
            return rate
        }
        func plus(_ s: Double, _ k: Tensor<Double>) -> Tensor<Double> {
            Tensor(zip(u.elements, k.elements).map { $0 + s * $1 }, shape: u.shape)
        }
        let k1 = try rate(u, t)
        let k2 = try rate(plus(h / 2, k1), t + h / 2)
        let k3 = try rate(plus(h / 2, k2), t + h / 2)
        let k4 = try rate(plus(h, k3), t + h).elements
        let sum = u.elements.indices.map { k1.elements[$0] + k4[$0] + 2 * (k2.elements[$0] + k3.elements[$0]) }
        return plus(h / 6, Tensor(sum, shape: u.shape))
    }

    /// The state after `count` steps, and the worst defect on the way; `nil` where the problem has no check for the
    /// suite's scheme.
    func march(_ count: Int) throws -> (state: Tensor<Double>, worst: StepDefect?) {
        var state = try evolution.initialState()
        var worst: StepDefect? = StepDefect(value: 0, step: 0)
        for index in 0..<count {
            let old = state
            try step(&state, index: index)
            let defect = try evolution.defect(
                of: state, from: old, time: problem.march.time(index), step: problem.march.step, scheme: scheme)
            guard let defect else {
                worst = nil
                continue
            }
            if let known = worst, !(defect <= known.value) { worst = StepDefect(value: defect, step: index + 1) }
        }
        return (state, worst)
    }

    mutating func call(_ index: Int) throws -> Outcome {
        let count = min(problem.march.count, 10)
        let (state, worst) = try march(count)
        let time = problem.march.time(count)
        return Outcome(
            arrays: [("the state", state)] + (try problem.fields(of: state, at: time).map { ($0.name, $0.doubles) }),
            numbers: try problem.metrics(of: state, at: time).map { ("the metric \($0.name)", $0.value) },
            checks: try worst.map { try problem.certificate(of: state, worstDefect: $0).checks } ?? [])
    }

    func saved() throws -> SavedWork { SavedWork() }
}
