import Ansatz

/// An integrator on a linear evolution with a known solution.
struct IntegratorExercise: Exercise {
    /// The step, at which explicit methods are stable here.
    static let step = 1.0 / 32

    private var integrator: any Integrator
    private let evolution: ModelEvolution
    private var state: Tensor<Double>
    private let run: RunContext
    private let limit: Double
    private let isChecked: Bool
    let calls: Int

    init(
        _ component: ConfiguredComponent, takes: StatementKind?, _ scale: WorkScale, _ run: RunContext,
        saved: SavedWork?, limit: Double
    ) throws {
        switch scale {
        case .small: (evolution, calls) = (ModelEvolution(rows: 6, columns: 5), 8)
        case .threaded: (evolution, calls) = (ModelEvolution(rows: 301, columns: 300), 2)
        case .hard(let side): (evolution, calls) = (ModelEvolution(rows: side, columns: side), 1)
        }
        integrator = try Self.prepared(component, run)
        integrator = try restored(integrator, from: saved)
        state = try saved?.state ?? evolution.initialState()
        self.run = run
        self.limit = limit
        // Where time counts, only the component's own does.
        if case .hard = scale { isChecked = false } else { isChecked = true }
    }

    /// An integrator ready for its first step.
    static func prepared(_ component: ConfiguredComponent, _ run: RunContext) throws -> any Integrator {
        guard var integrator = try component.make() as? any Integrator else {
            throw ContractViolation("it is no integrator")
        }
        try integrator.prepare(run)
        return integrator
    }

    mutating func call(_ index: Int) throws -> Outcome {
        let old = state
        let time = Double(index) * Self.step
        let report = try advance(&integrator, &state, of: evolution, time: time, step: Self.step, run)
        guard state.shape == old.shape else {
            throw ContractViolation("it left a state of shape \(state.shape), which was \(old.shape)")
        }
        let defect =
            isChecked
            ? try evolution.defect(of: state, from: old, time: time, step: Self.step, scheme: integrator.scheme) : nil
        return Outcome(
            arrays: [("the state", state)], numbers: [("the number of iterations", Double(report.iterations))],
            checks: defect.map { defect in
                [.init("defect", "relative defect of step \(index + 1) in its scheme", value: defect, limit: limit)]
            } ?? [])
    }

    func saved() throws -> SavedWork {
        SavedWork(own: try ownState(of: integrator), bound: try run.snapshots(), state: state)
    }
}

/// A step of an integrator whose type is not known.
func advance<I: Integrator>(
    _ integrator: inout I, _ state: inout Tensor<Double>, of evolution: any EvolutionProblem, time: Double,
    step: Double, _ run: RunContext
) throws -> StepReport {
    guard let statement = evolution as? I.Statement else {
        throw ContractViolation("it takes \(I.takes), of which the suite has no model")
    }
    return try integrator.advance(&state, of: statement, time: time, step: step, run)
}
