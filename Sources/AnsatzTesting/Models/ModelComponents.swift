import Ansatz

/// What stands for the components and data that a component under test requires.
enum ModelComponents {
    static let plugin = Plugin("contract_models", version: "1") {
        ModelSolver.self
        ModelTuner.self
        ModelOperator.self
        ModelMetric.self
    }

    /// A value for a required option of a type; `nil` where the tests must declare one.
    static func value(for type: OptionType) -> JSONValue? {
        switch type {
        case .component(let role) where [.solver, .tuner, .operator, .metric].contains(role):
            .string("model_\(role.name)")
        case .list(let element): value(for: element).map { [$0] }
        case .optional(let wrapped), .perAxis(let wrapped): value(for: wrapped)
        case .fieldReference: ["stage": "model", "field": .string(ModelFields.names[0])]
        case .fieldSource: "1"
        case .number, .integer, .boolean, .text, .choice, .component, .samples: nil
        }
    }
}

/// Proposes 1.
struct ModelTuner: Tuner {
    static let info = ComponentInfo("model_tuner", "The contract suite's own tuner")

    var options = NoOptions()
    func proposalRange(in space: TuningSpace) -> ClosedRange<Double> { 1...1 }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) -> Double { 1 }
    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {}
}

/// Returns what it is given.
struct ModelOperator: Operator {
    static let info = ComponentInfo("model_operator", "The contract suite's own operator")

    var options = NoOptions()

    func apply(_ fields: [Field], _ run: RunContext) throws -> [Field] { fields }
}

/// max |u − v|.
struct ModelMetric: FieldMetric {
    static let info = ComponentInfo("model_metric", "The contract suite's own metric")

    var options = NoOptions()

    func value(of field: Field, reference: Field) throws -> Double {
        zip(field.doubles.elements, reference.doubles.elements).map { abs($0 - $1) }.max() ?? 0
    }
}
