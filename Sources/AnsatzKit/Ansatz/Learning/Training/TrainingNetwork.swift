/// What a training works on once its data were looked at: the recorded network with its programs and weights.
final class TrainingNetwork {
    let architecture: any TrainableOperator
    let inputNormalizers: [Normalizer]
    let outputNormalizers: [Normalizer]
    let parameters: Parameters<Float>
    /// Computes losses and gradients; `nil` where there is nothing to train.
    let program: Program<Float>?
    /// Computes losses alone.
    let measure: Program<Float>
    let optimizer: Optimizer<Float>
    let batch: Int

    /// - Parameter architecture: with its constants.
    init(
        _ architecture: any TrainableOperator, _ task: LearningTask, _ recipe: TrainingRecipe, batch: Int,
        inputNormalizers: [Normalizer], outputNormalizers: [Normalizer], _ run: RunContext
    ) throws {
        let network = try RecordedNetwork<Float>(
            architecture, task, inputNormalizers: inputNormalizers, outputNormalizers: outputNormalizers)
        let tape = network.tape
        let loss = try network.loss(recipe, task)
        // Weights, their first values in double precision, gradient, two moments, the best weights, and all but the
        // gradient once more in a checkpoint.
        let bytes = 11 * Double(tape.parameterCount) * Double(MemoryLayout<Float>.stride)
        if bytes > Double(FreeResources.memory ?? .max) {
            throw ComputationError.tooLarge(
                "training \(tape.parameterCount) parameters takes \((bytes / 1e9).rounded()) GB, more than the memory that "
                    + "is free: use fewer channels, modes or layers")
        }
        parameters = Parameters(of: tape)
        parameters.initialize { run.random("weights." + $0) }
        program =
            parameters.count == 0
            ? nil
            : try Program(
                tape, outputs: [loss], batch: batch, trains: true, parameters: parameters, threads: run.threads)
        measure = try Program(
            tape, outputs: [loss], batch: batch, trains: false, parameters: parameters, threads: run.threads)
        optimizer = Optimizer(recipe.optimizerSettings(Float.self), of: parameters)
        self.architecture = architecture
        self.inputNormalizers = inputNormalizers
        self.outputNormalizers = outputNormalizers
        self.batch = batch
    }
}
