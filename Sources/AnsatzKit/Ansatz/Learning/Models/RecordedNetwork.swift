/// A network on a tape, from physical inputs to physical outputs.
struct RecordedNetwork<Scalar: TensorScalar> {
    let tape: Tape<Scalar>
    /// Of each output variable.
    let outputs: [Value]

    /// Records normalisation, the network and the way back.
    ///
    /// - Throws: ``ComputationError`` where the operator refuses the task, or gives other outputs than it asks for.
    init(
        _ architecture: any TrainableOperator, _ task: LearningTask, inputNormalizers: [Normalizer],
        outputNormalizers: [Normalizer]
    ) throws {
        let tape = Tape<Scalar>()
        let inputs = try zip(task.inputs, inputNormalizers).map { variable, normalizer in
            try normalizer.check(fits: variable)
            return tape.normalized(tape.input(variable.name, shape: variable.shape), by: normalizer)
        }
        let given = try architecture.record(on: tape, inputs, task)
        let name = type(of: architecture).info.name
        guard given.count == task.outputs.count else {
            throw ComputationError.unsuitable(
                "'\(name)' gives \(given.count) outputs where \(task.outputs.count) are wanted", help: nil)
        }
        outputs = try zip(task.outputs, zip(given, outputNormalizers)).map { variable, pair in
            let (value, normalizer) = pair
            guard value.count == variable.count, !value.isShared else {
                throw ComputationError.unsuitable(
                    "'\(name)' gives \(value.shape) for '\(variable.name)', which is \(variable.shape)",
                    help: "this is a fault of the operator")
            }
            try normalizer.check(fits: variable)
            return tape.denormalized(value, by: normalizer)
        }
        self.tape = tape
    }

    /// Records the loss of each sample, meaned over the outputs. The truth of each is an input of its own.
    func loss(_ recipe: TrainingRecipe, _ task: LearningTask) throws -> Value {
        let losses = try zip(outputs, task.outputs).map { prediction, variable in
            let truth = tape.input("truth/" + variable.name, shape: variable.shape)
            return try tape.loss(recipe.loss, of: prediction, against: truth, variable, truncation: recipe.truncation)
        }
        return losses.count == 1 ? losses[0] : tape.record(MeanOfLosses<Scalar>(of: losses.count), losses)
    }
}
