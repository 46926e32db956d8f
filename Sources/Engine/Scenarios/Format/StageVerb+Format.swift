public import Ansatz

extension StageVerb {
    /// The role of what the verb works on; `nil` where that is another stage.
    public var nounRole: ComponentRole? {
        switch self {
        case .generate: .generator
        case .use: .stage
        case .train: .operator
        case .solve, .integrate: .problem
        case .evaluate, .compare: nil
        }
    }

    /// The role of the component that does the work; `nil` where the noun does it.
    public var methodRole: ComponentRole? {
        switch self {
        case .solve: .solver
        case .integrate: .integrator
        case .generate, .train, .evaluate, .use, .compare: nil
        }
    }

    /// Whether a component can be the noun.
    public func takes(_ entry: ComponentEntry) -> Bool {
        switch self {
        case .solve: entry.role == .problem && (entry.isStationary || entry.isSequence)
        case .integrate: entry.role == .problem && entry.isTransient
        case .generate, .use: entry.role == nounRole
        case .train: entry.role == .operator && entry.isTrainable
        case .evaluate, .compare: false
        }
    }

    /// All keys of a stage; the first is the verb itself.
    public var keys: [FormatKey] {
        switch self {
        case .generate:
            [noun, with([ScenarioFormat.samples, ScenarioFormat.split]), output, checkpoint]
        case .train:
            [
                noun,
                FormatKey(
                    "on", .value(SampleReference.optionType, nil), isRequired: true,
                    help: "the samples to learn from, such as data.train"),
                with(ScenarioFormat.recipe), methods, checkpoint,
            ]
        case .evaluate: ScenarioFormat.evaluation
        case .use: [noun, with(), output]
        case .solve, .integrate:
            [
                noun, with(), FormatKey("using", .mapping(partKeys), help: "what does the work; for all methods"),
                methods, output, checkpoint,
            ]
        case .compare:
            [
                FormatKey("compare", .stageName, isRequired: true, help: "the stage whose methods are tabulated"),
                FormatKey(
                    "metrics", .value(.list(.text), nil),
                    default: ComparisonRequest.standardMetrics.joined(separator: ", "), help: "the columns"),
                FormatKey(
                    "order", .mapping(ScenarioFormat.order),
                    help: "observed order of one metric against another: { of: error_l2, against: dx }"),
                FormatKey(
                    "against", .name,
                    help: "a method of that stage: by how much the others cost more, in all and over the steps"),
            ]
        }
    }

    private var methods: FormatKey {
        let shared = partKeys.isEmpty ? "`with`" : "`using` and `with`"
        return FormatKey(
            "methods", .named(methodKeys),
            help: "names, each with what differs from \(shared); each has a result of its own")
    }

    /// The keys of each method.
    var methodKeys: [FormatKey] { partKeys + [with(self == .train ? ScenarioFormat.recipe : [])] }

    /// The keys of `using`.
    var partKeys: [FormatKey] {
        if self == .train { return [] }
        var keys = [FormatKey("solver", .component(.solver), help: "what solves the linear systems")]
        if self == .integrate {
            keys.insert(FormatKey("integrator", .component(.integrator), help: "what makes the steps"), at: 0)
        }
        return keys + [
            FormatKey(
                "fallback", .mapping(keys), help: "what to take instead, from the start, where the certificate fails")
        ]
    }

    private var noun: FormatKey {
        let what =
            switch self {
            case .generate: "a generator"
            case .solve: "a problem with one answer, or a sequence of systems"
            case .integrate: "a problem that evolves in time"
            case .train: "an operator with weights"
            case .use, .evaluate, .compare: "a stage that a plugin brought"
            }
        return FormatKey(rawValue, .noun(nounRole ?? .stage), isRequired: true, help: what)
    }

    private func with(_ beside: [FormatKey] = []) -> FormatKey {
        FormatKey(
            "with", .options(beside: beside),
            help: (beside.isEmpty
                ? ""
                : self == .train ? "the recipe of the training, and " : beside.names.joined(separator: ", ") + ", and ")
                + "the options of the \(nounRole?.name ?? "noun")")
    }

    private var output: FormatKey {
        FormatKey(
            "output", .mapping(isFramed ? ScenarioFormat.framedOutput : ScenarioFormat.output),
            help: "which fields to write, and how")
    }

    /// Whether results may have a frame for each of many steps or instances.
    private var isFramed: Bool { self == .integrate || self == .solve }

    /// The keys of `output` where the verb works on `entry`.
    func outputKeys(of entry: ComponentEntry?) -> [FormatKey] {
        let hasOneAnswer = self == .solve && entry.map { !$0.isSequence } ?? false
        return hasOneAnswer ? ScenarioFormat.output : keys.below("output")
    }

    private var checkpoint: FormatKey {
        FormatKey(
            "checkpoint", .mapping(ScenarioFormat.checkpoint),
            help: "when to save the state; results don't depend on it")
    }
}

extension StageVerb {
    /// The numbers that every result of the verb has, each with its meaning.
    public var metrics: [(name: String, meaning: String)] {
        let seconds = ("seconds", "wall-clock time of the work, all sessions added")
        let iterations = ("total_iterations", "iterations of the solvers in all")
        let work = ("total_work", "counted floating-point operations of the solvers in all")
        return switch self {
        case .generate:
            [
                seconds, ("samples", "number of samples"), ("worst_residual", "largest residual of a sample"),
                ("worst_sample", "the sample that has it"),
            ]
        case .train:
            [
                seconds, ("samples_per_second", "samples that went through training in a second of wall-clock time"),
                ("training_loss", "mean loss of the last epoch"),
                ("validation_error", "error of the model on the samples held back, where there are any"),
                ("best_epoch", "the epoch in which that error was smallest"),
                ("stopped_early", "1 where 'patience' ended the training before its last epoch"),
                ("epochs", "passes over the samples that were made"), ("steps", "steps of the optimiser"),
                ("parameters", "trained numbers of the model"),
            ]
        case .evaluate: [seconds] + ScenarioFormat.evaluationMetrics + ScenarioFormat.problemMetrics
        case .solve:
            [seconds, iterations, work, ("worst_residual", "largest value among the certificate's checks")]
                + Self.sequenceMetrics
        case .integrate:
            [
                seconds, ("steps", "number of steps"), iterations, work,
                ("worst_residual", "largest defect of a step, recomputed by the problem"),
                ("worst_step", "the step that has it"),
            ]
        case .use: [seconds]
        case .compare: []
        }
    }

    private static let sequenceMetrics = [
        (name: "instances", meaning: "number of instances of a sequence"),
        (name: "worst_instance", meaning: "the instance of a sequence that has the worst residual"),
    ]

    /// The names of those that the results of a component have.
    func metricNames(of entry: ComponentEntry) -> [String] {
        let absent = self == .solve && !entry.isSequence ? Self.sequenceMetrics.map(\.name) : []
        return metrics.map(\.name).filter { !absent.contains($0) }
    }

    /// A stage of the verb, as it stands under `stages:`.
    public var example: String {
        switch self {
        case .compare: "table: { compare: run, metrics: [total_iterations, seconds] }"
        case .generate: "data: { generate: poisson, with: { samples: 100, solver: cg } }"
        case .train: "model: { train: fno, on: data.train, with: { modes: [12, 12], width: 32, epochs: 100 } }"
        case .evaluate: "score: { evaluate: model, on: data.test, metrics: [relative_l2, h1] }"
        case .solve: "answer: { solve: poisson, using: { solver: cg } }"
        case .use:
            """
            coarse:
              use: apply_operator
              with: { of: { stage: run, field: T, time: last }, operator: { resample: { points: [13, 13] } } }
            """
        case .integrate:
            """
            run:
              integrate: heat
              with: { steps: 1000 }
              using: { integrator: crank_nicolson, solver: cg }
              output: { every: 50 steps, probes: [[0.5, 0.5]] }
            """
        }
    }
}
