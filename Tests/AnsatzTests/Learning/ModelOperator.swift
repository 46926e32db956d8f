import Ansatz

/// A small dense network from all numbers of the inputs to all numbers of the outputs.
struct DenseNetwork: TrainableOperator {
    struct Options: ComponentOptions {
        var width = 8
        var activation = Activation.tanh
        static let keys: [Key<Self>] = [
            Key("width", \.width, range: .atLeast(0), help: "Numbers between the layers; 0 for one linear map."),
            Key("activation", \.activation, help: "Between the layers."),
        ]
    }

    static let info = ComponentInfo("dense", "Two dense layers")
    var options = Options()

    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value] {
        tape.samplesPerUnit = 4
        var x = try tape.concatenate(inputs)
        if options.width > 0 {
            x = tape.activate(try tape.linear(x, to: options.width, named: "hidden"), by: options.activation)
        }
        return try task.outputs.map { try tape.linear(x, to: $0.count, named: "to/\($0.name)", bias: .zeros) }
    }
}

/// The same function at every point, u ↦ network(u): for any grid.
struct PointwiseNetwork: TrainableOperator {
    static let info = ComponentInfo("pointwise", "A network of one point")
    var options = NoOptions()
    var isGridIndependent: Bool { true }
    var conventions: [String: JSONValue] { ["transform_norm": "none"] }

    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value] {
        let x = tape.record(FirstChannel<Scalar>(inputs[0].shape), [inputs[0]])
        let hidden = tape.activate(try tape.channelMixing(x, to: 6, named: "up"), by: .silu)
        return [try tape.channelMixing(hidden, to: 1, named: "down")]
    }
}

/// A field as the one channel of a network.
private final class FirstChannel<Scalar: TensorScalar>: Operation {
    let name = "first_channel"
    let outputShape: [Int]
    private let count: Int

    init(_ shape: [Int]) {
        outputShape = [1] + shape
        count = shape.reduce(1, *)
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds() }

    func forward(_ call: ForwardCall<Scalar>) { call.output.update(from: call.input(0), count: call.samples * count) }
    func adjoint(_ call: AdjointCall<Scalar>) {}
}

enum Samples {
    static func axis(_ name: String, _ count: Int) -> Axis {
        Axis(name, .uniform(first: 0, spacing: 1 / Double(count), count: count))
    }

    /// `count` samples of a on 5 points and u on 3, u = 10 + tanh(M a) with a fixed matrix M.
    static func nonlinear(
        _ count: Int, change: (inout [Double], inout [Double]) -> Void = { _, _ in }
    ) throws -> SampleSet {
        var random = RandomStream(seed: 3, purpose: "samples")
        var a = (0..<count * 5).map { _ in random.normal() }
        var u = (0..<count * 3).map { position -> Double in
            let (sample, row) = (position / 3, position % 3)
            var sum = 0.0
            for i in 0..<5 { sum += Double((row * 5 + i) % 4 - 1) * a[sample * 5 + i] }
            let size = 3 * Double(row + 1)
            return 10 + size * sum / (1 + abs(sum))
        }
        change(&a, &u)
        let samples = Axis.index("sample", count: count, role: .sample)
        return try SampleSet(
            [
                Field("a", axes: [samples, axis("x", 5)], Tensor(a, shape: [count, 5])),
                Field("u", axes: [samples, axis("y", 3)], Tensor(u, shape: [count, 3]), unit: "K"),
            ], inputs: ["a"], outputs: ["u"])
    }

    /// u = a² + a at each of `points` points.
    static func pointwise(_ count: Int, points: Int) throws -> SampleSet {
        var random = RandomStream(seed: 5, purpose: "samples")
        let a = (0..<count * points).map { _ in 2 * random.uniform() - 1 }
        let samples = Axis.index("sample", count: count, role: .sample)
        return try SampleSet(
            [
                Field("a", axes: [samples, axis("x", points)], Tensor(a, shape: [count, points])),
                Field(
                    "u", axes: [samples, axis("x", points)], Tensor(a.map { $0 * $0 + $0 }, shape: [count, points])),
            ], inputs: ["a"], outputs: ["u"])
    }

    static func context(threads: Int = 2, stage: String = "model") -> RunContext {
        RunContext(seed: 7, stage: stage, threads: Threads(threads))
    }

    static func recipe(_ change: (inout TrainingRecipe) -> Void = { _ in }) -> TrainingRecipe {
        var recipe = TrainingRecipe()
        recipe.epochs = 6
        recipe.batch = 8
        recipe.learningRate = 1e-2
        recipe.schedule = .constant
        recipe.validation = 0.2
        change(&recipe)
        return recipe
    }

    static func train(
        _ recipe: TrainingRecipe, _ samples: SampleSet, threads: Int = 2,
        _ network: any TrainableOperator = DenseNetwork()
    ) throws -> Training {
        let training = try Training(network, recipe, samples, task: samples.task, run: context(threads: threads))
        while !training.isFinished { _ = try training.advance() }
        return training
    }
}

extension TrainedModel {
    /// All weights one after the other.
    var numbers: [Float] { weights.flatMap(\.values.elements) }
}
