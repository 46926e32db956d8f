/// What a network will need, found from its plan without allocating any of it.
///
/// Operators that learn constants from the data before they are trained can't be recorded before: for them there is no
/// such estimate.
public struct NetworkMemory: Hashable, Sendable {
    /// Numbers that are trained, a complex one counted as two.
    public var parameters: Int
    /// Bytes while it is trained, or while it predicts, beside those of samples.
    public var bytes: Int

    /// Of a training on so many samples.
    ///
    /// - Throws: ``ComputationError`` where the operator refuses the task, and where no memory holds the network.
    public init(
        training architecture: any TrainableOperator, _ recipe: TrainingRecipe, _ task: LearningTask, samples: Int,
        threads: Threads
    ) throws {
        let network = try RecordedNetwork<Float>(architecture, task)
        let tape = network.tape
        let loss = try network.loss(recipe, task)
        let kept = recipe.validationCount(of: samples)
        let batch = max(min(recipe.batch, samples - kept), 1)
        parameters = tape.parameterCount
        let stepping =
            try parameters == 0 ? 0 : Self.numbers(tape, outputs: [loss], batch: batch, trains: true, threads: threads)
        let measuring = try Self.numbers(tape, outputs: [loss], batch: batch, trains: false, threads: threads)
        // Weights, two moments, the best weights, and all of these once more in a checkpoint.
        bytes = try Self.bytes(stepping + measuring + 8 * Double(parameters))
    }

    /// Of predictions for so many samples at a time.
    ///
    /// - Throws: ``ComputationError`` where the operator refuses the task, and where no memory holds the network.
    public init(
        predicting architecture: any TrainableOperator, _ task: LearningTask, batch: Int, threads: Threads
    ) throws {
        let network = try RecordedNetwork<Float>(architecture, task)
        parameters = network.tape.parameterCount
        let running = try Self.numbers(
            network.tape, outputs: network.outputs, batch: max(batch, 1), trains: false, threads: threads)
        // The weights as they were read, and as the program has them.
        bytes = try Self.bytes(running + 2 * Double(parameters))
    }

    private static func bytes(_ numbers: Double) throws -> Int {
        guard let bytes = Int(exactly: (numbers * Double(MemoryLayout<Float>.stride)).rounded()) else {
            throw ComputationError.tooLarge("\(numbers) numbers of a network are more than any memory holds")
        }
        return bytes
    }

    /// Numbers that a ``Program`` allocates, its gradient included.
    private static func numbers(
        _ tape: Tape<Float>, outputs: [Value], batch: Int, trains: Bool, threads: Threads
    ) throws -> Double {
        // Beyond these the plan's own sums would overflow.
        let all = tape.steps.reduce(0.0) { $0 + Double($1.output.count) } * Double(batch)
        guard all < 1e15 else { throw ComputationError.tooLarge("the \(all) numbers between a network's layers") }
        let plan = ProgramPlan(tape, outputs: outputs, batch: batch, trains: trains)
        let stored = tape.parameters.reduce(0) { $0 + $1.layout.storedCount($1.shape) }
        return ProgramSize(plan, batch: batch, trains: trains, threads: threads).numbers + (trains ? Double(stored) : 0)
    }
}

extension RecordedNetwork {
    /// Without normalisation.
    fileprivate init(_ architecture: any TrainableOperator, _ task: LearningTask) throws {
        // Recording may make constants with a number for each point.
        let free = Double(FreeResources.memory ?? .max)
        for variable in task.inputs + task.outputs {
            let count = Tensor<Scalar>.elementCount(of: variable.shape)
            guard let count, 16 * Double(count) < free else {
                throw ComputationError.tooLarge("a network on '\(variable.name)' of shape \(variable.shape)")
            }
        }
        try self.init(
            architecture, task, inputNormalizers: task.inputs.map { _ in .identity },
            outputNormalizers: task.outputs.map { _ in .identity })
    }
}
