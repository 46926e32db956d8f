import Ansatz

/// Draws between 1 and what cost least so far, with or without a flaw.
struct Narrowing<Kind: FlawKind>: Tuner, Resumable {
    static var info: ComponentInfo { ComponentInfo("narrowing", "Draws near the best so far") }

    struct State: Codable, Sendable {
        var best = 1.5
        var cost = Double.infinity
    }

    struct Options: ComponentOptions {
        var arms = 5
        static var keys: [Key<Self>] {
            [Key("arms", \.arms, range: .atLeast(Kind.flaw == .dividesByRange ? 0 : 1), help: "number of values")]
        }
    }

    var options = Options()
    private var state = State()

    func proposalRange(in space: TuningSpace) -> ClosedRange<Double> { 1...1.9 }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) -> Double {
        let upper = Kind.flaw == .leavesRange ? 1.91 : 1.9
        let arm = Int(random.uniform() * 100) % options.arms
        let weight = Double(arm) / Double(options.arms)
        return min(state.best + weight * (upper - state.best) + (Kind.flaw == .leavesRange ? 0.2 : 0), upper)
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {
        if cost < state.cost { state = State(best: max(1, proposal - 0.2), cost: cost) }
    }

    func snapshot() -> State { Kind.flaw == .remembersUnsaved ? State() : state }
    mutating func restore(_ state: State) { self.state = state }
}

/// Random numbers as samples, with or without a flaw.
struct Noise<Kind: FlawKind>: Generator {
    static var info: ComponentInfo { ComponentInfo("noise", "Random numbers") }

    var options = NoOptions()
    private var drawn = 0.0

    var residualLimit: Double { 1e-6 }

    func layout() -> [DatasetLayout.Variable] { [.init("noise", axes: [.index("x", count: 8, role: .space)])] }

    mutating func sample(
        _ index: Int, _ random: inout RandomStream, _ run: RunContext
    ) throws -> GeneratedSample {
        if Kind.flaw == .dependsOnOrder { drawn += 1 }
        let values = (0..<8).map { _ in random.uniform() + drawn }
        return GeneratedSample(values: [Tensor(values)], residual: Kind.flaw == .bigResidual ? 1e-3 : 0)
    }
}

/// Adds one to fields, with or without a flaw.
struct Increment<Kind: FlawKind>: Operator {
    static var info: ComponentInfo { ComponentInfo("increment", "Adds one") }

    var options = NoOptions()
    private var amount = 1.0

    mutating func apply(_ fields: [Field], _ run: RunContext) throws -> [Field] {
        if Kind.flaw == .remembersUnsaved { amount += 1 }
        return try fields.map { field in
            try Field(
                field.name, axes: field.axes, Tensor(field.doubles.elements.map { $0 + amount }, shape: field.shape))
        }
    }
}

/// The largest difference, or something random.
struct Distance<Kind: FlawKind>: FieldMetric {
    static var info: ComponentInfo { ComponentInfo("distance", "Largest difference") }

    var options = NoOptions()

    func value(of field: Field, reference: Field) throws -> Double {
        if Kind.flaw == .givesNaN { return 0 / field.doubles.elements[0].magnitude.rounded(.down) }
        if Kind.flaw == .drawsFromElsewhere { return .random(in: 0...1) }
        return zip(field.doubles.elements, reference.doubles.elements).map { abs($0 - $1) }.max() ?? 0
    }
}

/// Reads a field and returns it with a check.
struct Echo<Kind: FlawKind>: Stage {
    struct Options: ComponentOptions {
        var of = FieldReference.unset
        static var keys: [Key<Self>] { [Key("of", \.of, isRequired: true, help: "the field to return")] }
    }

    static var info: ComponentInfo { ComponentInfo("echo", "Returns a field") }

    var options = Options()

    func perform(_ run: RunContext) throws -> StageResult {
        let limit = Kind.flaw == .certifiesNone ? -1.0 : 1
        return StageResult(
            fields: [try options.of.read(run)], checks: [.init("nothing", "a number", value: 0, limit: limit)])
    }
}
