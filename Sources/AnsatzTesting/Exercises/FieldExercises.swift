import Ansatz

/// An operator on smooth fields.
struct OperatorExercise: Exercise {
    private var mapping: any Operator
    private let inputs: [[Field]]
    private let run: RunContext
    let calls = 3

    init(
        _ component: ConfiguredComponent, _ scale: WorkScale, _ run: RunContext, saved: SavedWork?, inputs: [Field]?
    ) throws {
        guard var mapping = try component.make() as? any Operator else { throw ContractViolation("it is no operator") }
        try mapping.prepare(run)
        self.mapping = try restored(mapping, from: saved)
        // Made here, so that making them is not taken for the component's work.
        self.inputs = try (0..<2).map { try inputs ?? [ModelFields.field($0, side: scale.side)] }
        self.run = run
    }

    mutating func call(_ index: Int) throws -> Outcome {
        let images = try mapping.apply(inputs[index % 2], run)
        return Outcome(arrays: images.map { ($0.name, $0.doubles) })
    }

    func saved() throws -> SavedWork { SavedWork(own: try ownState(of: mapping), bound: try run.snapshots()) }
}

/// A metric on two smooth fields that differ by about one percent.
struct MetricExercise: Exercise {
    private var metric: any FieldMetric
    private let u: Field
    private let v: Field
    let calls = 2

    init(_ component: ConfiguredComponent, _ scale: WorkScale, _ run: RunContext) throws {
        guard var metric = try component.make() as? any FieldMetric else { throw ContractViolation("it is no metric") }
        try metric.prepare(run)
        self.metric = metric
        u = try ModelFields.field(0, side: scale.side)
        v = try ModelFields.field(1, side: scale.side)
    }

    mutating func call(_ index: Int) throws -> Outcome {
        let value = try index == 0 ? metric.value(of: v, reference: u) : metric.value(of: u, reference: u)
        return Outcome(numbers: [("its value", value)])
    }

    func saved() throws -> SavedWork { SavedWork() }
}

/// A stage that does its work once.
struct StageExercise: Exercise {
    private var stage: any Stage
    private let run: RunContext
    let calls = 1

    init(_ component: ConfiguredComponent, _ run: RunContext) throws {
        guard var stage = try component.make() as? any Stage else { throw ContractViolation("it is no stage") }
        try stage.prepare(run)
        self.stage = stage
        self.run = run
    }

    mutating func call(_ index: Int) throws -> Outcome {
        let result = try stage.perform(run)
        return Outcome(
            arrays: result.fields.map { ($0.name, $0.doubles) },
            numbers: result.metrics.map { ("the metric \($0.name)", $0.value) }, checks: result.checks)
    }

    func saved() throws -> SavedWork { SavedWork() }
}

extension WorkScale {
    /// Points along the shorter side of a field.
    fileprivate var side: Int {
        switch self {
        case .small: 29
        case .threaded: 300
        case .hard(let side): side
        }
    }
}
