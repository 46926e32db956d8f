import Ansatz
import Testing

/// One affine map of all numbers of the last input, whose weights a test chooses.
private struct AffineMap: TrainableOperator {
    static let info = ComponentInfo("affine_map", "The tests' own")

    var options = NoOptions()

    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value] {
        [try tape.linear(inputs[inputs.count - 1], to: task.outputs[0].count, named: "map")]
    }
}

/// A model of fields on a line, u = W x + b, W with a row for each point of the input.
///
/// - Parameters:
///   - others: inputs before that one, which the model does not heed.
///   - size: the deviation of x in training.
func knownModel(
    input: String, others: [String] = [], axis: Axis, weight: Tensor<Double>, bias: [Double], size: Double? = nil
) throws -> TrainedModel {
    let task = LearningTask(
        inputs: (others + [input]).map { SampleVariable($0, axes: [axis]) },
        outputs: [SampleVariable("u", axes: [axis])])
    let weights = [("map/weight", weight.floats), ("map/bias", Tensor(bias.map { Float($0) }))]
    let scaled = try size.map {
        try Normalizer(.fields, shift: Tensor([0], shape: []), scale: Tensor([$0], shape: []))
    }
    return TrainedModel(
        AffineMap(), task: task, inputNormalizers: others.map { _ in .identity } + [scaled ?? .identity],
        outputNormalizers: [.identity],
        weights: weights.map { TrainedModel.Weight(name: $0.0, values: $0.1, isComplex: false) }, recipe: .null,
        dataDigest: "", record: .null, history: [])
}

extension Tensor where Scalar == Double {
    fileprivate var floats: Tensor<Float> { Tensor<Float>(elements.map { Float($0) }, shape: shape) }
}

/// What a method gets where stage `m` trained a model.
func run(with model: @escaping @Sendable () -> TrainedModel) -> RunContext {
    RunContext(
        seed: 0, stage: "test", threads: .one, resolveStage: { $0.path }, openModel: { _ in model() })
}
