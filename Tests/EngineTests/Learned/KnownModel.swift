import Ansatz
import Testing

/// One affine map of all numbers, whose weights a test chooses.
private struct AffineMap: TrainableOperator {
    static let info = ComponentInfo("affine_map", "The tests' own")

    var options = NoOptions()

    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value] {
        [try tape.linear(inputs[0], to: task.outputs[0].count, named: "map")]
    }
}

/// A model of fields on a line, u = W x + b, W with a row for each point of the input.
func knownModel(input: String, axis: Axis, weight: Tensor<Double>, bias: [Double]) -> TrainedModel {
    let task = LearningTask(
        inputs: [SampleVariable(input, axes: [axis])], outputs: [SampleVariable("u", axes: [axis])])
    let weights = [("map/weight", weight.floats), ("map/bias", Tensor(bias.map { Float($0) }))]
    return TrainedModel(
        AffineMap(), task: task, inputNormalizers: [.identity], outputNormalizers: [.identity],
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
