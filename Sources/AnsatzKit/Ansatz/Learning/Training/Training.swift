/// The training of one network: deterministic, resumable in the middle of an epoch, without files or clock.
///
/// Each epoch takes the training samples in an order of its own, in batches, the last of which may be smaller; where one
/// batch holds them all, their order stays. Part of the samples may be kept for validation: chosen by the seed, the same in
/// all methods of a stage. The weights have the same bits after the same steps, for any number of threads and however often
/// the training was stored and restored.
///
/// ```swift
/// let training = try Training(FourierOperator(), recipe, samples, task: samples.task, run: run)
/// while !training.isFinished { let step = try training.advance() }
/// let model = try training.model()
/// ```
public final class Training {
    public let recipe: TrainingRecipe
    public let task: LearningTask
    /// Steps made.
    public internal(set) var step = 0
    /// Records of the epochs that have ended.
    public internal(set) var history: [EpochRecord] = []
    /// Samples that gradients come from, as the dataset counts them.
    public let trainingSamples: [Int]
    /// Samples that the error is watched on.
    public let validationSamples: [Int]
    /// Samples a step, at most.
    public let batch: Int

    let blueprint: any TrainableOperator
    let samples: SampleSet
    let run: RunContext
    var network: TrainingNetwork?
    var best: BestWeights?
    var hasStopped = false
    /// The losses of this epoch so far.
    var lossSum = 0.0
    var lossCount = 0
    /// That of the first step, which a later one should not be far above.
    var firstLoss: Double?
    private let schedule: LearningRateSchedule
    private let loadPlan: [Int]
    private var order: [Int] = []
    private var orderedEpoch = -1
    private var isLoaded = false
    private var lossWeightCount = 0

    /// The weights of the epoch with the smallest validation error.
    struct BestWeights {
        var epoch: Int
        var error: Double
        var values: [Float]
    }

    /// - Parameters:
    ///   - architecture: with its options; prepared.
    ///   - samples: training samples only.
    ///   - task: which of their variables are inputs and outputs.
    /// - Throws: ``ComputationError`` where there are too few samples. The network is recorded with the first step, which
    ///   throws where it does not fit the data.
    public init(
        _ architecture: any TrainableOperator, _ recipe: TrainingRecipe, _ samples: SampleSet, task: LearningTask,
        run: RunContext
    ) throws {
        let kept = recipe.validationCount(of: samples.count)
        guard samples.count - kept >= 1, !task.inputs.isEmpty, !task.outputs.isEmpty else {
            throw ComputationError.badInput(
                "\(samples.count) samples with \(kept) for validation leave none to train on",
                help: "give more samples, or set 'validation' to 0")
        }
        var random = run.sharedRandom("validation")
        let drawn = Set(random.permutation(samples.count).prefix(kept))
        validationSamples = drawn.sorted()
        trainingSamples = (0..<samples.count).filter { !drawn.contains($0) }
        batch = min(recipe.batch, trainingSamples.count)
        loadPlan = try (task.inputs + task.outputs).map { variable in
            guard let index = samples.variables.firstIndex(where: { $0.name == variable.name }) else {
                throw ComputationError.badInput("the samples have no variable '\(variable.name)'", help: nil)
            }
            return index
        }
        blueprint = architecture
        self.recipe = recipe
        self.samples = samples
        self.task = task
        self.run = run
        schedule = recipe.rates
        order.reserveCapacity(trainingSamples.count)
    }

    /// Epochs that have ended.
    public var epoch: Int { step / stepsPerEpoch }
    public var stepsPerEpoch: Int { (trainingSamples.count + batch - 1) / batch }
    public var totalSteps: Int { recipe.epochs * stepsPerEpoch }

    /// Whether all epochs are done, the validation error has not fallen for too long, or there is nothing to train.
    public var isFinished: Bool { hasStopped || step >= totalSteps }

    /// Whether the training ended before its last epoch, by ``TrainingRecipe/patience``.
    public var hasStoppedEarly: Bool { hasStopped && step < totalSteps && parameterCount != 0 }

    /// Trained numbers, complex ones counted as two; `nil` before the first step.
    public var parameterCount: Int? { network?.parameters.count }

    /// Looks at the data and makes the network, where that has not been done: the first step does it otherwise.
    public func prepare() throws { _ = try prepared() }

    /// Makes one step of the optimiser.
    ///
    /// - Throws: ``DivergedTraining`` where a loss or a weight is not finite: the training is of no further use then.
    public func advance() throws -> TrainingStep {
        let network = try prepared()
        guard let program = network.program else { return try finishUntrained(network) }
        let start = step % stepsPerEpoch * batch
        let count = min(batch, trainingSamples.count - start)
        try order(epoch: epoch)
        // One batch of all samples stays where it is.
        if stepsPerEpoch > 1 || !isLoaded {
            try order.withUnsafeBufferPointer { order in
                try load(UnsafeBufferPointer(rebasing: order[start..<(start + count)]), into: program)
            }
            isLoaded = true
        }
        if samples.isOnDisk, start + count < order.count {
            samples.prefetch(Array(order[(start + count)..<min(start + count + batch, order.count)]))
        }
        if lossWeightCount != count {
            program.weighLoss(by: recipe.reduction == .mean ? 1 / Float(count) : 1)
            lossWeightCount = count
        }
        program.step(samples: count)
        let losses = UnsafeBufferPointer(rebasing: program.output(0)[..<count])
        let sum = losses.reduce(0.0) { $0 + Double($1) }
        try check(losses, sum: sum, start)
        let rate = schedule.rate(at: step, stepsPerEpoch: stepsPerEpoch)
        guard network.optimizer.advance(UnsafeBufferPointer(program.gradient), rate: rate, threads: run.threads) else {
            throw diverged("weights are no longer finite after the step at learning rate \(rate)", start, count, nil)
        }
        lossSum += sum
        lossCount += count
        step += 1
        let finished = step % stepsPerEpoch == 0 ? try finishEpoch(network, rate: rate) : nil
        return TrainingStep(
            loss: sum / Double(count), learningRate: rate, samples: count, finishedEpoch: finished)
    }

    private func check(_ losses: UnsafeBufferPointer<Float>, sum: Double, _ start: Int) throws {
        let mean = sum / Double(losses.count)
        if let position = losses.firstIndex(where: { !$0.isFinite }) {
            throw diverged(
                "the loss is \(losses[position])", start, losses.count, order[start + position])
        }
        guard let first = firstLoss else {
            firstLoss = mean
            return
        }
        if mean > 1e6 * max(first, 1e-6) {
            let position = losses.indices.max { losses[$0] < losses[$1] } ?? 0
            throw diverged(
                "the loss has grown to \(mean), from \(first) at first", start, losses.count, order[start + position])
        }
    }

    private func diverged(_ message: String, _ start: Int, _ count: Int, _ culprit: Int?) -> DivergedTraining {
        DivergedTraining(
            epoch: step / stepsPerEpoch + 1, step: step, samples: Array(order[start..<(start + count)]),
            culprit: culprit, message: message)
    }

    /// The training samples in the order of an epoch: their own where they are one batch.
    private func order(epoch: Int) throws {
        if orderedEpoch == epoch || stepsPerEpoch == 1 && orderedEpoch >= 0 { return }
        order.removeAll(keepingCapacity: true)
        order.append(contentsOf: trainingSamples)
        if stepsPerEpoch == 1 {
            orderedEpoch = epoch
            return
        }
        var random = run.random("order", index: epoch)
        random.shuffle(&order)
        orderedEpoch = epoch
    }

    /// Puts samples into a program's inputs: those of the network, then the truth.
    private func load(_ indices: UnsafeBufferPointer<Int>, into program: Program<Float>) throws {
        for (position, variable) in loadPlan.enumerated() {
            let target = program.input(position)
            let size = target.count / program.batch
            try samples.load(
                variable, indices, into: UnsafeMutableBufferPointer(rebasing: target[..<(indices.count * size)]))
        }
    }

    private func finishEpoch(_ network: TrainingNetwork, rate: Double) throws -> EpochRecord {
        let record = EpochRecord(
            epoch: history.count + 1, trainingLoss: lossSum / Double(max(lossCount, 1)),
            validationError: try validationError(network), learningRate: rate)
        (lossSum, lossCount) = (0, 0)
        history.append(record)
        if let error = record.validationError {
            if error < best?.error ?? .infinity {
                var values = best?.values ?? []
                best = nil
                values.removeAll(keepingCapacity: true)
                values.append(contentsOf: network.parameters.values)
                best = BestWeights(epoch: record.epoch, error: error, values: values)
            } else if let patience = recipe.patience, let best, record.epoch - best.epoch >= patience {
                hasStopped = true
            }
        }
        return record
    }

    /// The mean loss of the validation samples; `nil` where there are none.
    private func validationError(_ network: TrainingNetwork) throws -> Double? {
        if validationSamples.isEmpty { return nil }
        return try meanLoss(of: validationSamples, network)
    }

    private func meanLoss(of indices: [Int], _ network: TrainingNetwork) throws -> Double {
        var sum = 0.0
        try indices.withUnsafeBufferPointer { indices in
            for start in stride(from: 0, to: indices.count, by: batch) {
                try run.checkCancellation()
                let part = UnsafeBufferPointer(rebasing: indices[start..<min(start + batch, indices.count)])
                try load(part, into: network.measure)
                network.measure.run(samples: part.count)
                for loss in network.measure.output(0).prefix(part.count) { sum += Double(loss) }
            }
        }
        return sum / Double(indices.count)
    }

    /// The one step of a network without parameters, which its ``TrainableOperator/fit(to:_:)`` has made already.
    private func finishUntrained(_ network: TrainingNetwork) throws -> TrainingStep {
        let loss = try meanLoss(of: trainingSamples, network)
        let record = EpochRecord(
            epoch: 1, trainingLoss: loss, validationError: try validationError(network), learningRate: 0)
        history = [record]
        step = totalSteps
        hasStopped = true
        return TrainingStep(loss: loss, learningRate: 0, samples: trainingSamples.count, finishedEpoch: record)
    }

    /// The network, made on first use.
    private func prepared() throws -> TrainingNetwork {
        if let network { return network }
        let inputs = try normalizers(of: task.inputs, recipe.normalizeInputs ?? recipe.normalize, areTruths: false)
        let outputs = try normalizers(of: task.outputs, recipe.normalizeOutputs ?? recipe.normalize, areTruths: true)
        let data = TrainingData(
            samples.subset(trainingSamples), task, inputNormalizers: inputs, outputNormalizers: outputs)
        return try makeNetwork(inputs, outputs, constants: try blueprint.fit(to: data, run))
    }

    private func normalizers(
        of variables: [SampleVariable], _ kind: NormalizationKind, areTruths: Bool
    ) throws -> [Normalizer] {
        try variables.map { variable in
            let statistics = try VariableStatistics(of: variable, in: samples, at: trainingSamples, run)
            if areTruths, recipe.loss.isRelative, let sample = statistics.firstZeroSample {
                throw ComputationError.badInput(
                    "'\(variable.name)' of sample \(sample) is 0 everywhere, so that its relative error is undefined",
                    help: "set 'loss' to mse, or leave that sample out")
            }
            return try statistics.normalizer(kind)
        }
    }

    func makeNetwork(
        _ inputs: [Normalizer], _ outputs: [Normalizer], constants: [String: Tensor<Double>]
    ) throws -> TrainingNetwork {
        var architecture = blueprint
        architecture.constants = constants
        let network = try TrainingNetwork(
            architecture, task, recipe, batch: batch, inputNormalizers: inputs, outputNormalizers: outputs, run)
        lossWeightCount = 0
        self.network = network
        return network
    }
}
