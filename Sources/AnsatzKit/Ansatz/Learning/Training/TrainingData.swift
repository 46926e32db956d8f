/// The samples that a network learns from: training samples alone, without those for validation or test.
public struct TrainingData {
    public let samples: SampleSet
    public let task: LearningTask
    /// Of each input.
    public let inputNormalizers: [Normalizer]
    /// Of each output.
    public let outputNormalizers: [Normalizer]

    public init(
        _ samples: SampleSet, _ task: LearningTask, inputNormalizers: [Normalizer], outputNormalizers: [Normalizer]
    ) {
        self.samples = samples
        self.task = task
        self.inputNormalizers = inputNormalizers
        self.outputNormalizers = outputNormalizers
    }

    /// Some samples of an input as the network sees them: a row each.
    public func normalizedInput(_ index: Int, samples rows: Range<Int>) throws -> Tensor<Double> {
        try normalized(task.inputs[index], inputNormalizers[index], rows)
    }

    /// Some samples of an output as the network should give them: a row each.
    public func normalizedOutput(_ index: Int, samples rows: Range<Int>) throws -> Tensor<Double> {
        try normalized(task.outputs[index], outputNormalizers[index], rows)
    }

    private func normalized(
        _ variable: SampleVariable, _ normalizer: Normalizer, _ rows: Range<Int>
    ) throws -> Tensor<Double> {
        let count = variable.count
        guard let size = Tensor<Double>.elementCount(of: [rows.count, count]), size < 1 << 40,
            8 * size < FreeResources.memory ?? .max
        else {
            throw ComputationError.tooLarge("\(rows.count) samples of '\(variable.name)' don't fit the memory at once")
        }
        var result = Tensor<Double>(shape: [rows.count, count])
        let shift = normalizer.expanded(normalizer.shift, to: count)
        let scale = normalizer.expanded(normalizer.scale, to: count)
        try result.withMutableBuffer { numbers in
            try samples.load(variable.name, Array(rows), into: numbers)
            for i in numbers.indices {
                let point = i % max(count, 1)
                numbers[i] = (numbers[i] - shift[shift.count == 1 ? 0 : point]) / scale[scale.count == 1 ? 0 : point]
            }
        }
        return result
    }
}
