/// An operator whose weights are learned from a dataset: a neural operator. Any plugin may bring one; the core trains it,
/// stores it and applies it.
///
/// If you write one: record the network on the tape, for the shapes of the task; declare parameters with names that stay
/// the same, since model files have them. Normalisation, loss and optimiser are the core's.
public protocol TrainableOperator: Operator {
    /// Records the map from normalised inputs to normalised outputs.
    ///
    /// - Parameters:
    ///   - inputs: a value for each input variable of the task, in its shape.
    ///   - task: the variables with their axes, maybe on another grid than trained on: see ``isGridIndependent``.
    /// - Returns: a value for each output variable, in its shape.
    /// - Throws: ``ComputationError`` for variables that it can't work with.
    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value]

    /// Whether the same parameters make a network for other grids; default false.
    var isGridIndependent: Bool { get }

    /// What ``fit(to:_:)`` found, by name; the model file keeps it. Nothing by default.
    var constants: [String: Tensor<Double>] { get set }

    /// Learns from the training samples, before training, what is no parameter: a basis, say. Nothing by default.
    ///
    /// - Returns: what ``record(on:_:_:)`` then finds in ``constants``.
    func fit(to data: TrainingData, _ run: RunContext) throws -> [String: Tensor<Double>]

    /// What a reader of the model file must know to compute the same elsewhere: the norm of transforms, say.
    var conventions: [String: JSONValue] { get }
}

extension TrainableOperator {
    public var isGridIndependent: Bool { false }
    public var constants: [String: Tensor<Double>] {
        get { [:] }
        set {}
    }
    public var conventions: [String: JSONValue] { [:] }

    public func fit(to data: TrainingData, _ run: RunContext) throws -> [String: Tensor<Double>] { [:] }

    public mutating func apply(_ fields: [Field], _ run: RunContext) throws -> [Field] {
        throw ComputationError.unsuitable(
            "'\(Self.info.name)' has no weights before it is trained",
            help: "train it in a stage of its own, 'model: { train: \(Self.info.name), on: ... }', and name that model")
    }

    /// Its options as a scenario would give them, every default filled in.
    var resolvedOptions: JSONValue { .object(options.resolved) }
}

extension ComponentOptions {
    /// The options as a scenario would give them, every default filled in.
    public var resolved: [String: JSONValue] {
        Dictionary(
            Self.keys.map { ($0.description.name, $0.resolved(self)) }, uniquingKeysWith: { first, _ in first })
    }
}
