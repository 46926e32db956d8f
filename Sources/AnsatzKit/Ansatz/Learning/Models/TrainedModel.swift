/// A trained network with all that is needed to use it: how its data are normalised, on which grid it was trained, how, and
/// on what.
public final class TrainedModel {
    /// One parameter.
    public struct Weight: Sendable {
        public var name: String
        /// In the parameter's own order; complex numbers have a last dimension of 2.
        public var values: Tensor<Float>
        public var isComplex: Bool

        public init(name: String, values: Tensor<Float>, isComplex: Bool) {
            self.name = name
            self.values = values
            self.isComplex = isComplex
        }
    }

    /// With its options and constants.
    public let architecture: any TrainableOperator
    public let task: LearningTask
    /// Of each input.
    public let inputNormalizers: [Normalizer]
    /// Of each output.
    public let outputNormalizers: [Normalizer]
    /// What predictions are made with.
    public let weights: [Weight]
    /// Those after the last step, where ``weights`` are those of the smallest validation error.
    public let lastWeights: [Weight]?
    /// The options of the training.
    public let recipe: JSONValue
    /// ``SampleSet/digest`` of the training samples.
    public let dataDigest: String
    /// Epochs and steps made, numbers of samples, the seed.
    public let record: JSONValue
    public let history: [EpochRecord]

    public init(
        _ architecture: any TrainableOperator, task: LearningTask, inputNormalizers: [Normalizer],
        outputNormalizers: [Normalizer], weights: [Weight], lastWeights: [Weight]? = nil, recipe: JSONValue,
        dataDigest: String, record: JSONValue, history: [EpochRecord]
    ) {
        self.architecture = architecture
        self.task = task
        self.inputNormalizers = inputNormalizers
        self.outputNormalizers = outputNormalizers
        self.weights = weights
        self.lastWeights = lastWeights
        self.recipe = recipe
        self.dataDigest = dataDigest
        self.record = record
        self.history = history
    }

    /// The operator's name in scenarios.
    public var name: String { type(of: architecture).info.name }

    /// The operator's options, every default filled in.
    public var options: JSONValue { architecture.resolvedOptions }

    /// Trained numbers, complex ones counted as two.
    public var parameterCount: Int { weights.reduce(0) { $0 + $1.values.count } }

    /// The task for inputs on another grid: each axis of an output that an input has too takes that input's points.
    ///
    /// - Throws: ``ComputationError/unsuitable(_:help:)`` where the network is bound to its grid and it is another, or the
    ///   variables are not those of this model.
    public func task(for inputs: [SampleVariable]) throws -> LearningTask {
        guard inputs.count == task.inputs.count else {
            throw ComputationError.unsuitable(
                "the model takes \(names(task.inputs)), and was given \(names(inputs))", help: nil)
        }
        var axes: [String: Axis] = [:]
        var isSame = true
        for (given, known) in zip(inputs, task.inputs) {
            guard given.axes.map(\.name) == known.axes.map(\.name) else {
                throw ComputationError.unsuitable(
                    "'\(known.name)' has the axes \(known.axes.map(\.name)) in the model, '\(given.name)' has "
                        + "\(given.axes.map(\.name))", help: "name and order the axes as in the training data")
            }
            for (axis, trained) in zip(given.axes, known.axes) {
                let isOther = axis.count != trained.count || axis.topology != trained.topology
                if isOther, !architecture.isGridIndependent {
                    throw ComputationError.unsuitable(
                        "'\(name)' was trained with \(trained.count) points on axis '\(trained.name)' and can't be "
                            + "used with \(axis.count)",
                        help: "bring the data to the model's grid with the operator 'resample'")
                }
                isSame = isSame && !isOther
                axes[axis.name] = axis
            }
        }
        if isSame, zip(inputs, task.inputs).allSatisfy({ $0.axes == $1.axes }) { return task }
        var changed = task
        changed.inputs = zip(task.inputs, inputs).map { known, given in
            SampleVariable(known.name, axes: given.axes, unit: known.unit, longName: known.longName)
        }
        changed.outputs = task.outputs.map { output in
            SampleVariable(
                output.name, axes: output.axes.map { axes[$0.name] ?? $0 }, unit: output.unit,
                longName: output.longName)
        }
        return changed
    }

    private func names(_ variables: [SampleVariable]) -> String {
        variables.map { "'\($0.name)'" }.joined(separator: ", ")
    }
}
