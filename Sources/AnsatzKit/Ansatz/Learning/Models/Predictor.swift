/// A model made ready to predict for one grid and batch size, again and again without allocating.
///
/// ```swift
/// let predictor = try model.predictor(batch: 8, threads: run.threads)
/// try predictor.load(samples, [0, 1, 2])
/// predictor.run(samples: 3)
/// let u = predictor.output(0)   // [batch][shape], the first three filled in
/// ```
public final class Predictor {
    /// The variables, on the grid of this predictor.
    public let task: LearningTask
    /// The largest number of samples of a run.
    public let batch: Int
    private let program: Program<Float>

    init(_ model: TrainedModel, _ task: LearningTask, batch: Int, threads: Threads) throws {
        let network = try RecordedNetwork<Float>(
            model.architecture, task, inputNormalizers: model.inputNormalizers,
            outputNormalizers: model.outputNormalizers)
        let parameters = Parameters(of: network.tape)
        let weights = Dictionary(model.weights.map { ($0.name, $0.values) }) { first, _ in first }
        for entry in parameters.entries {
            guard let values = weights[entry.name], values.shape == entry.shape else {
                throw ComputationError.unsuitable(
                    "the model has no weights '\(entry.name)' of shape \(entry.shape)"
                        + (weights[entry.name].map { ", but of \($0.shape)" } ?? ""),
                    help: "the model file and its operator don't fit: was it made by another version of the plugin?")
            }
            try parameters.set(entry, to: values)
        }
        program = try Program(
            network.tape, outputs: network.outputs, batch: batch, trains: false, parameters: parameters,
            threads: threads)
        program.parametersAreFixed = true
        self.task = task
        self.batch = batch
    }

    /// Where an input's physical values go: `[batch][shape]`.
    public func input(_ index: Int) -> UnsafeMutableBufferPointer<Float> { program.input(index) }

    /// An output's physical values, `[batch][shape]`, valid until the next run.
    public func output(_ index: Int) -> UnsafeBufferPointer<Float> { program.output(index) }

    /// Bytes that this predictor holds, without the weights.
    public var memory: Int { program.memory }

    /// Fills the inputs with samples of a set.
    public func load(_ samples: SampleSet, _ indices: [Int]) throws {
        guard indices.count <= batch else {
            throw ComputationError.badInput("\(indices.count) samples for a predictor of \(batch)", help: nil)
        }
        for (position, variable) in task.inputs.enumerated() {
            let target = input(position)
            try samples.load(
                variable.name, indices,
                into: UnsafeMutableBufferPointer(rebasing: target[..<(indices.count * variable.count)]))
        }
    }

    /// Computes the outputs of the first `samples` samples.
    public func run(samples: Int) { program.run(samples: samples) }
}

extension TrainedModel {
    /// A predictor for inputs on the grid that the model was trained on, or another one where the network allows it.
    ///
    /// - Parameters:
    ///   - inputs: the variables as they will be given; those of training where `nil`.
    ///   - batch: samples a run, at most.
    /// - Throws: ``ComputationError`` where the grid does not fit the network.
    public func predictor(
        inputs: [SampleVariable]? = nil, batch: Int, threads: Threads
    ) throws -> Predictor {
        try Predictor(self, inputs.map { try task(for: $0) } ?? task, batch: max(batch, 1), threads: threads)
    }

    /// Predicts for fields: one sample, or several along a first axis of samples.
    ///
    /// Fields are found by the names of the inputs, or taken in order where none has such a name.
    ///
    /// - Returns: a field for each output, on the inputs' grid, with their axis of samples.
    public func predict(_ fields: [Field], _ run: RunContext) throws -> [Field] {
        let named = task.inputs.compactMap { variable in fields.first { $0.name == variable.name } }
        let given = named.count == task.inputs.count ? named : fields
        guard given.count == task.inputs.count else {
            throw ComputationError.badInput(
                "the model takes the fields \(task.inputs.map { "'\($0.name)'" }.joined(separator: ", "))",
                help: fields.isEmpty ? nil : "there are: \(fields.map(\.name).joined(separator: ", "))")
        }
        let sampleAxis = given.lazy.compactMap { field in
            field.axes.first.flatMap { $0.role == .sample ? $0 : nil }
        }.first
        let count = sampleAxis?.count ?? 1
        let variables = try given.map { field in
            let axes = sampleAxis == nil ? field.axes : Array(field.axes.dropFirst())
            guard sampleAxis == nil || field.axes.first?.count == count else {
                throw ComputationError.badInput("'\(field.name)' has not the \(count) samples of the others", help: nil)
            }
            if let place = field.firstNonFinite {
                throw ComputationError.badInput("'\(field.name)' is not finite at index \(place)", help: nil)
            }
            return SampleVariable(field.name, axes: axes, unit: field.unit, longName: field.longName)
        }
        let predictor = try predictor(inputs: variables, batch: min(max(count, 1), 16), threads: run.threads)
        let inputs = given.map { $0.floats }
        var outputs = predictor.task.outputs.map { Tensor<Float>(shape: [count] + $0.shape) }
        for start in stride(from: 0, to: count, by: predictor.batch) {
            try run.checkCancellation()
            let samples = min(predictor.batch, count - start)
            for (index, tensor) in inputs.enumerated() {
                let size = predictor.task.inputs[index].count
                tensor.withBuffer { source in
                    let part = source[(start * size)..<((start + samples) * size)]
                    _ = predictor.input(index).update(fromContentsOf: part)
                }
            }
            predictor.run(samples: samples)
            for index in outputs.indices {
                let size = predictor.task.outputs[index].count
                let source = predictor.output(index)[..<(samples * size)]
                outputs[index].withMutableBuffer { target in
                    let part = UnsafeMutableBufferPointer(rebasing: target[(start * size)..<((start + samples) * size)])
                    _ = part.update(fromContentsOf: source)
                }
            }
        }
        return try zip(predictor.task.outputs, outputs).map { variable, values in
            try Field(
                variable.name, axes: (sampleAxis.map { [$0] } ?? []) + variable.axes,
                sampleAxis == nil ? values.reshaped(variable.shape) : values, unit: variable.unit,
                longName: variable.longName)
        }
    }
}
