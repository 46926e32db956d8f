import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

/// A trainable operator of a plugin by what a scenario would say, loaded as anyone's.
func loadedOperator(_ yaml: String) throws -> any TrainableOperator {
    let loader = PluginLoader(search: PluginSearch(named: [], executableFolder: BuiltCommand.products.path))
    let decoder = OptionDecoder(registry: loader.registry, baseDirectory: ".")
    let setting = try ScenarioFile(bytes: Array("operator: \(yaml)".utf8), name: "test").root["operator"]
    let choice = ComponentChoice<any Ansatz.Operator>.decode(try #require(setting), with: decoder)
    #expect(decoder.diagnostics.isEmpty, "\(decoder.diagnostics.map(\.message))")
    return try #require(try choice?.makeUnbound() as? any TrainableOperator)
}

/// What is wrong with the options of an operator.
func operatorFaults(_ yaml: String) throws -> [String] {
    let loader = PluginLoader(search: PluginSearch(named: [], executableFolder: BuiltCommand.products.path))
    let decoder = OptionDecoder(registry: loader.registry, baseDirectory: ".")
    let setting = try ScenarioFile(bytes: Array("operator: \(yaml)".utf8), name: "test").root["operator"]
    _ = ComponentChoice<any Ansatz.Operator>.decode(try #require(setting), with: decoder)
    return decoder.diagnostics.map(\.message)
}

/// Numbers that a network has to train for a task.
func parameterCount(_ network: any TrainableOperator, _ task: LearningTask) throws -> Int {
    let tape = Tape<Float>()
    let inputs = task.inputs.map { tape.input($0.name, shape: $0.shape) }
    _ = try network.record(on: tape, inputs, task)
    return Parameters(of: tape).count
}

func axis(_ name: String, _ count: Int, topology: Axis.Topology = .bounded) -> Axis {
    let intervals = topology == .periodic ? count : max(count - 1, 1)
    return Axis(name, .uniform(first: 0, spacing: 1 / Double(intervals), count: count), topology: topology)
}

/// Samples of variables of the given axes, by a function of the sample's index and a stream.
func makeSamples(
    _ count: Int, inputs: [SampleVariable], outputs: [SampleVariable],
    _ values: (inout RandomStream) -> [[Double]]
) throws -> SampleSet {
    var random = RandomStream(seed: 11, purpose: "samples")
    let drawn = (0..<count).map { _ in values(&random) }
    let samples = Axis.index("sample", count: count, role: .sample)
    let fields = try (inputs + outputs).enumerated().map { index, variable in
        try Field(
            variable.name, axes: [samples] + variable.axes,
            Tensor(drawn.flatMap { $0[index] }, shape: [count] + variable.shape))
    }
    return try SampleSet(fields, inputs: inputs.map(\.name), outputs: outputs.map(\.name), precision: .float64)
}

func trained(
    _ network: any TrainableOperator, _ samples: SampleSet, _ change: (inout TrainingRecipe) -> Void
) throws -> (training: Training, model: TrainedModel) {
    var recipe = TrainingRecipe()
    change(&recipe)
    let run = RunContext(seed: 1, stage: "model", threads: Threads(2))
    let training = try Training(network, recipe, samples, task: samples.task, run: run)
    while !training.isFinished { _ = try training.advance() }
    return (training, try training.model())
}

/// The relative L2 errors of a model's first output, sample by sample.
func errors(of model: TrainedModel, on samples: SampleSet) throws -> [Double] {
    let predictor = try model.predictor(batch: samples.count, threads: Threads(2))
    try predictor.load(samples, Array(0..<samples.count))
    predictor.run(samples: samples.count)
    let variable = model.task.outputs[0]
    return try (0..<samples.count).map { sample in
        let truth = try samples.field(variable.name, sample: sample).doubles.elements
        let found = predictor.output(0)[(sample * truth.count)..<((sample + 1) * truth.count)]
        let distance = zip(truth, found).reduce(0) { $0 + pow($1.0 - Double($1.1), 2) }
        return (distance / truth.reduce(0) { $0 + $1 * $1 }).squareRoot()
    }
}
