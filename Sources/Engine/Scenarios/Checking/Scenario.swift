public import Ansatz

/// A scenario whose every name, type and range was checked, ready to run.
public struct Scenario: Sendable {
    public let name: String
    public let description: String?
    public let seed: UInt64
    /// In an order that respects who reads whose results; else as in the file.
    public let stages: [StageDefinition]
    /// What the key `sweep` asks for.
    public let sweep: SweepDefinition?
    public let tree: ScenarioTree

    public func stage(_ name: String) -> StageDefinition? { stages.first { $0.name == name } }
}

/// One stage: a verb, its noun, and what follows from them.
public struct StageDefinition: Sendable {
    public enum Work: Sendable {
        /// All verbs but `compare`: methods with results of their own.
        case methods([MethodDefinition], OutputRequest, CheckpointInterval)
        /// `compare`: a table of another stage's methods.
        case comparison(ComparisonRequest)
    }

    public let name: String
    public let verb: StageVerb
    public let location: SourceLocation?
    public let work: Work
    /// Stages whose results this one reads.
    public let dependencies: [StageReference]

    public var methods: [MethodDefinition] {
        if case .methods(let methods, _, _) = work { methods } else { [] }
    }
}

/// What a stage does.
public enum StageVerb: String, CaseIterable, Sendable {
    case generate, train, evaluate, solve, integrate, use, compare

    /// One line for help.
    public var summary: String {
        switch self {
        case .generate: "draws the samples of a dataset"
        case .train: "fits the weights of an operator to a dataset"
        case .evaluate: "judges trained models on samples that they have not seen"
        case .solve: "finds the whole solution of a problem"
        case .integrate: "marches a problem's state through time"
        case .use: "runs a plugin's own kind of stage"
        case .compare: "tabulates the methods of a stage, and observed orders of convergence"
        }
    }
}

/// One way to do a stage: a problem with the components that work on it.
public struct MethodDefinition: Sendable {
    /// `nil` where the stage names no methods.
    public let name: String?
    /// The problem; the generator of a `generate` stage, the stage of a `use` stage, the operator that is trained or
    /// evaluated.
    public let subject: ConfiguredComponent
    /// The solver of `solve`, the integrator of `integrate`; `nil` for `generate` and `use`.
    public let method: ConfiguredComponent?
    /// What to do instead where the certificate fails.
    public let fallback: ConfiguredComponent?
    /// Samples and split of a `generate` stage.
    public let samples: SampleRequest?
    /// Data and recipe of a `train` stage.
    public let training: TrainingRequest?
    /// What an `evaluate` stage does with the model of the subject.
    public let evaluation: EvaluationRequest?
    public let inputFiles: [InputFile]
    public let stageReferences: [StageReference]
    /// The plugins that take part.
    public let plugins: [PluginIdentity]
    public let location: SourceLocation?

    /// What stands under `with`, every default filled in.
    var resolvedWith: [String: JSONValue] {
        if let evaluation { return evaluation.resolved }
        return subject.resolvedOptions.merging(training?.recipe.resolved ?? [:]) { own, _ in own }
    }
}

extension MethodDefinition {
    /// The option that says how far a result goes; a larger value of it continues the result.
    var extendableName: String? {
        if evaluation != nil { return nil }
        guard let training else { return subject.entry.keys.first(where: \.isExtendable)?.name }
        return training.extendableName
    }
}

/// What an operator is trained on, and how.
public struct TrainingRequest: Sendable {
    public var on: SampleReference
    public var recipe: TrainingRecipe

    /// `epochs`, where earlier epochs are the same whatever their number; `nil` where the learning rate depends on it.
    var extendableName: String? {
        recipe.isExtendable ? TrainingRecipe.keys.first { $0.description.isExtendable }?.description.name : nil
    }
}

/// How many samples a dataset has, and which part is for what.
public struct SampleRequest: Hashable, Sendable {
    public var count: Int
    /// Parts by name in order, such as train and test; empty for no split.
    public var split: [Part] = []

    public struct Part: Hashable, Sendable {
        public var name: String
        public var count: Int
    }
}

/// Which fields to write, and when.
public struct OutputRequest: Hashable, Sendable {
    /// Names of fields; `nil` for all.
    public var fields: [String]?
    /// Steps between two frames; `nil` for the first and last only.
    public var every: Int?
    /// Points (x, y, ...) at which every written field is also recorded as a series.
    public var probes: [[Double]] = []
    /// Deflate level, 0 to 9.
    public var compression = 1
    public var precision = FieldPrecision.float64

    public var fieldLocation: SourceLocation?

    public init() {}
}

/// When to save the state of a run.
public enum CheckpointInterval: Hashable, Sendable {
    case seconds(Double)
    case steps(Int)
}

/// A table over the methods of one stage.
public struct ComparisonRequest: Hashable, Sendable {
    /// The columns of a table that names none.
    static let standardMetrics = ["total_iterations", "seconds", "worst_residual"]

    public var stage: StageReference
    public var metrics: [String]
    /// Where they stand, where the scenario names them.
    var metricLocations: [SourceLocation?] = []
    /// The observed order of convergence of one metric against another, such as `error_l2` against `dx`.
    public var order: Order?
    /// Where its two metrics stand.
    var orderLocations: [SourceLocation?] = []
    /// The method whose cost is taken from that of the others.
    public var against: String?
    var againstLocation: SourceLocation?

    init(stage: StageReference, metrics: [String]) {
        self.stage = stage
        self.metrics = metrics
    }

    /// The metric that is compared with the method ``against``: the first that is a cost; else the first of all.
    var regretMetric: String? { metrics.first(where: ComparisonTable.isCost) ?? metrics.first }

    public struct Order: Hashable, Sendable {
        public var of: String
        public var against: String
    }
}
