public import Foundation

extension Training {
    /// Everything that the rest of a training depends on.
    private struct State: Codable {
        static let version = 2
        var version = State.version
        /// What may not change between storing and restoring.
        var identity: String
        var step: Int
        /// See ``EpochRecord/columns(of:)``: 50,000 single records would take 0.3 s and 3.6 MB.
        var history: [String: Tensor<Double>]
        var lossSum: Double
        var lossCount: Int
        var firstLoss: Double?
        var hasStopped: Bool
        var inputNormalizers: [Normalizer]
        var outputNormalizers: [Normalizer]
        var constants: [String: Tensor<Double>]
        var weights: Tensor<Float>
        var optimizer: Optimizer<Float>.State
        var bestEpoch: Int?
        var bestError: Double?
        var bestWeights: Tensor<Float>?
    }

    /// Names what a stored state belongs to: network, recipe (but for an extendable number of epochs), data.
    private var identity: String {
        var options = recipe.resolved
        if recipe.isExtendable { options["epochs"] = nil }
        let parts: [String: JSONValue] = [
            "operator": .string(type(of: blueprint).info.name), "options": blueprint.resolvedOptions,
            "recipe": .object(options), "data": .string(samples.digest), "seed": .string(String(run.seed)),
            "stage": .string(run.stage), "inputs": .array(task.inputs.map { .string($0.name) }),
            "outputs": .array(task.outputs.map { .string($0.name) }),
        ]
        return CanonicalJSON.text(.object(parts))
    }

    /// The whole state, also in the middle of an epoch; makes the network where it was not made yet.
    public func snapshot() throws -> Data {
        try prepare()
        guard let network else { return Data() }
        let state = State(
            identity: identity, step: step, history: EpochRecord.columns(of: history), lossSum: lossSum,
            lossCount: lossCount, firstLoss: firstLoss, hasStopped: hasStopped,
            inputNormalizers: network.inputNormalizers, outputNormalizers: network.outputNormalizers,
            constants: network.architecture.constants,
            weights: Tensor(UnsafeBufferPointer(network.parameters.values)),
            optimizer: network.optimizer.snapshot(), bestEpoch: best?.epoch, bestError: best?.error,
            bestWeights: best.map { Tensor($0.values) })
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        return try encoder.encode(state)
    }

    /// Goes on where ``snapshot()`` was made, with the same bits.
    ///
    /// More epochs may be asked for than then where the learning rates don't depend on their number: see
    /// ``TrainingRecipe/isExtendable``.
    ///
    /// - Throws: ``ComputationError/unsuitable(_:help:)`` where network, recipe, data, seed or stage are others.
    public func restore(_ data: Data) throws {
        let state: State
        do {
            state = try PropertyListDecoder().decode(State.self, from: data)
        } catch {
            throw ComputationError.unsuitable(
                "the checkpoint of the training can't be read", help: "remove it to train from the start")
        }
        guard state.version == State.version, state.identity == identity else {
            throw ComputationError.unsuitable(
                "the checkpoint belongs to another training: its network, recipe, data or seed differ",
                help: "remove it to train from the start; to extend a run, give 'schedule_epochs' from the first on")
        }
        let network = try makeNetwork(
            state.inputNormalizers, state.outputNormalizers, constants: state.constants)
        guard let history = EpochRecord.history(of: state.history),
            state.weights.count == network.parameters.values.count,
            state.bestWeights.map({ $0.count == state.weights.count }) ?? true
        else {
            throw ComputationError.unsuitable("the checkpoint belongs to another network", help: nil)
        }
        state.weights.withBuffer { _ = network.parameters.values.update(from: $0) }
        try network.optimizer.restore(state.optimizer)
        (step, self.history, lossSum, lossCount) = (state.step, history, state.lossSum, state.lossCount)
        (firstLoss, hasStopped) = (state.firstLoss, state.hasStopped)
        if let epoch = state.bestEpoch, let error = state.bestError, let weights = state.bestWeights {
            best = BestWeights(epoch: epoch, error: error, values: weights.elements)
        }
    }

    /// The trained network: with the weights of the smallest validation error where ``TrainingRecipe/patience`` is given,
    /// else with the last ones. The file has both.
    public func model() throws -> TrainedModel {
        try prepare()
        guard let network else {
            throw ComputationError.unsuitable("there is no network", help: nil)
        }
        let parameters = network.parameters
        func weights(_ vector: UnsafeBufferPointer<Float>) -> [TrainedModel.Weight] {
            parameters.entries.map {
                TrainedModel.Weight(
                    name: $0.name, values: parameters.canonical($0, of: vector), isComplex: $0.complexRun != nil)
            }
        }
        let last = weights(UnsafeBufferPointer(parameters.values))
        let chosen = recipe.patience == nil ? nil : best?.values.withUnsafeBufferPointer { weights($0) }
        var record: [String: JSONValue] = [
            "epochs": .integer(history.count), "steps": .integer(step), "seed": .string(String(run.seed)),
            "training_samples": .integer(trainingSamples.count),
            "validation_samples": .integer(validationSamples.count),
        ]
        if let best { (record["best_epoch"], record["best_error"]) = (.integer(best.epoch), .number(best.error)) }
        return TrainedModel(
            network.architecture, task: task, inputNormalizers: network.inputNormalizers,
            outputNormalizers: network.outputNormalizers, weights: chosen ?? last,
            lastWeights: chosen == nil ? nil : last, recipe: .object(recipe.resolved), dataDigest: samples.digest,
            record: .object(record), history: history)
    }
}
