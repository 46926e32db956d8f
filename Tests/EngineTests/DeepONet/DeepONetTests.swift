import Ansatz
import AnsatzTesting
import Foundation
import Testing

@Suite struct DeepONetTests {
    private static let place = Axis.index("component", count: 1, role: .component)

    /// The published sizes: see the table of recipes in Lu et al. (2022) and DeepXDE's examples.
    @Test("Numbers of parameters are those of the published networks")
    func parameterCounts() throws {
        func count(_ yaml: String, _ inputs: [SampleVariable], _ output: SampleVariable) throws -> Int {
            try parameterCount(loadedOperator(yaml), LearningTask(inputs: inputs, outputs: [output]))
        }
        func sensors(_ count: Int) -> SampleVariable { SampleVariable("v", axes: [axis("x", count)]) }
        let line = SampleVariable("u", axes: [axis("x", 100)])
        let circle = SampleVariable("u", axes: [axis("x", 128, topology: .periodic)])
        let plane = SampleVariable("u", axes: [axis("t", 40), axis("x", 40)])
        let tube = SampleVariable("u", axes: [axis("t", 40), axis("x", 40, topology: .periodic)])
        #expect(try count("{ deeponet: { branch: [40, 40], trunk: [40, 40] } }", [sensors(100)], line) == 7401)
        #expect(
            try count(
                "{ deeponet: { branch: [40, 40], trunk: [40, 40], coordinates: y } }",
                [sensors(100), SampleVariable("y", axes: [Self.place])], SampleVariable("s", axes: [])) == 7401)
        #expect(
            try count(
                "{ deeponet: { branch: [128, 128, 128, 128], trunk: [128, 128, 128] } }", [sensors(128)], circle)
                == 99713)
        #expect(
            try count("{ deeponet: { branch: [512, 512], trunk: [512, 512, 512] } }", [sensors(40)], plane) == 810_497)
        #expect(
            try count("{ deeponet: { branch: [128, 128, 128], trunk: [128, 128, 128] } }", [sensors(50)], tube)
                == 73345)
        var pod = try loadedOperator("{ deeponet: { branch: [128, 128], basis: pod, modes: 32 } }")
        pod.constants = ["pod_mean/u": Tensor(shape: [128]), "pod_modes/u": Tensor(shape: [128, 32])]
        #expect(try parameterCount(pod, LearningTask(inputs: [sensors(128)], outputs: [circle])) == 37152)
    }

    /// Darcy on 29 x 29 points, as in Lu et al. (2022), with borders of zeros: 29 -> 15 -> 8 points along each axis, where
    /// theirs, without borders, has 29 -> 13 -> 5.
    @Test("Convolutions before the branch have their parameters, and other inputs go past them")
    func convolutions() throws {
        let plane = [axis("y", 29), axis("x", 29)]
        let task = LearningTask(inputs: [SampleVariable("a", axes: plane)], outputs: [SampleVariable("u", axes: plane)])
        let options = "convolutions: [64, 128], branch: [128, 128], trunk: [128, 128, 128, 128], activation: relu"
        let convolved = 64 * 25 + 64 + 128 * 64 * 25 + 128
        let dense = 8 * 8 * 128 * 128 + 128 + 128 * 128 + 128
        let trunk = 2 * 128 + 128 + 3 * (128 * 128 + 128)
        let network = try loadedOperator("{ deeponet: { \(options) } }")
        #expect(try parameterCount(network, task) == convolved + dense + trunk + 1)
        #expect(convolved + dense + trunk + 1 == 1_321_729)
        var more = task
        more.inputs.append(SampleVariable("source", axes: plane))
        more.inputs.append(SampleVariable("k", axes: [.index("component", count: 3, role: .component)]))
        #expect(try parameterCount(network, more) == convolved + 64 * 25 + dense + 3 * 128 + trunk + 1)
        let line = LearningTask(
            inputs: [SampleVariable("a", axes: [plane[0]])], outputs: [SampleVariable("u", axes: [plane[0]])])
        #expect(throws: ComputationError.self) { try parameterCount(network, line) }
        #expect(try operatorFaults("{ deeponet: { convolutions: [8], kernel: 4 } }").count == 1)
    }

    /// Branch 10-6-5, trunk 1-7-5: a branch has 66 + 35 parameters, a trunk 14 + 40, an output's bias 1.
    @Test(
        "Several outputs share what they should",
        arguments: [
            ("independent", 2 * (66 + 35 + 14 + 40 + 1)), ("split", 66 + 2 * 35 + 14 + 2 * 40 + 2),
            ("split_branch", 66 + 2 * 35 + 14 + 40 + 2), ("split_trunk", 66 + 35 + 14 + 2 * 40 + 2),
        ])
    func sharing(_ name: String, _ count: Int) throws {
        let network = try loadedOperator("{ deeponet: { branch: [6, 5], trunk: [7, 5], outputs: \(name) } }")
        let task = LearningTask(
            inputs: [SampleVariable("v", axes: [axis("x", 10)])],
            outputs: ["p", "q"].map { SampleVariable($0, axes: [axis("x", 4)]) })
        #expect(try parameterCount(network, task) == count)
    }

    @Test("All that a network records has right adjoints")
    func adjoints() throws {
        let v = SampleVariable("v", axes: [axis("x", 6)])
        let u = SampleVariable("u", axes: [axis("t", 3), axis("x", 4, topology: .periodic)])
        let f = SampleVariable("f", axes: [axis("y", 5), axis("x", 6)])
        let k = SampleVariable("k", axes: [.index("component", count: 2, role: .component)])
        let y = SampleVariable("y", axes: [.index("point", count: 5, role: .sample), Self.place])
        let s = SampleVariable("s", axes: [.index("point", count: 5, role: .sample)])
        let cases: [(String, [SampleVariable], SampleVariable)] = [
            ("{ deeponet: { branch: [5, 4], trunk: [6, 4] } }", [v], u),
            ("{ deeponet: { branch: [5, 4], trunk: [6, 4], zero_walls: [t-], activation: tanh } }", [v], u),
            ("{ deeponet: { branch: [5, 4], trunk: [6, 4], coordinates: y, activation: silu } }", [v, y], s),
            ("{ deeponet: { branch: [5, 4], trunk: [4], coordinates: y, activation: sine } }", [v, y], s),
            (
                "{ deeponet: { convolutions: [3, 2], kernel: 3, branch: [4], trunk: [4], activation: tanh } }", [f, k],
                u
            ),
        ]
        for (yaml, inputs, output) in cases {
            var network = try loadedOperator(yaml)
            network.constants = ["zero/u": Tensor((0..<12).map(Double.init))]
            let task = LearningTask(inputs: inputs, outputs: [output])
            let check = try AdjointCheck(inputs: inputs.map(\.shape)) { tape, x in
                let made = try network.record(on: tape, x, task)[0]
                tape.samplesPerUnit = 2
                return made
            }
            #expect(check.worst < 1e-7, "\(yaml): \(check)")
        }
    }

    @Test("A network trained on points of each sample's own is that of a grid, where the points are the grid's")
    func alignment() throws {
        let v = SampleVariable("v", axes: [axis("x", 6)])
        let u = SampleVariable("u", axes: [axis("x", 9)])
        let y = SampleVariable("y", axes: [Self.place])
        let s = SampleVariable("s", axes: [])
        let aligned = try loadedOperator("{ deeponet: { branch: [5, 4], trunk: [6, 4] } }")
        let free = try loadedOperator("{ deeponet: { branch: [5, 4], trunk: [6, 4], coordinates: y } }")
        let tape = Tape<Float>()
        _ = try aligned.record(on: tape, [tape.input("v", shape: [6])], LearningTask(inputs: [v], outputs: [u]))
        let parameters = Parameters(of: tape)
        parameters.initialize { RandomStream(seed: 1, purpose: $0) }
        let weights = parameters.entries.map {
            TrainedModel.Weight(name: $0.name, values: parameters.canonical($0), isComplex: false)
        }
        // The trunk of a grid sees coordinates from -1 to 1.
        let half = try Normalizer(.range, shift: Tensor([0.5], shape: []), scale: Tensor([0.5], shape: []))
        func model(_ network: any TrainableOperator, _ task: LearningTask, _ inputs: [Normalizer]) -> TrainedModel {
            TrainedModel(
                network, task: task, inputNormalizers: inputs, outputNormalizers: [.identity], weights: weights,
                recipe: [:], dataDigest: "", record: [:], history: [])
        }
        let onGrid = try model(aligned, LearningTask(inputs: [v], outputs: [u]), [.identity]).predictor(
            batch: 1, threads: .one)
        let atPoints = try model(free, LearningTask(inputs: [v, y], outputs: [s]), [.identity, half]).predictor(
            batch: 9, threads: .one)
        for i in 0..<6 { onGrid.input(0)[i] = sin(Float(i)) }
        onGrid.run(samples: 1)
        for point in 0..<9 {
            for i in 0..<6 { atPoints.input(0)[point * 6 + i] = sin(Float(i)) }
            atPoints.input(1)[point] = Float(u.axes[0].coordinate(at: point))
        }
        atPoints.run(samples: 9)
        for point in 0..<9 { #expect(abs(onGrid.output(0)[point] - atPoints.output(0)[point]) < 2e-6) }
    }

    /// u = Σ cₖ sin(kπx) with three random coefficients: three principal components are all there is.
    private func sines(_ count: Int, spoiling spoiled: Set<Int> = []) throws -> SampleSet {
        let v = SampleVariable("v", axes: [axis("x", 8)])
        let u = SampleVariable("u", axes: [axis("x", 21)])
        var sample = -1
        return try makeSamples(count, inputs: [v], outputs: [u]) { random in
            sample += 1
            let c = (0..<3).map { _ in random.normal() }
            func field(_ axis: Axis, _ gain: (Int) -> Double) -> [Double] {
                axis.values.map { x in (0..<3).reduce(0) { $0 + gain($1) * c[$1] * sin(Double($1 + 1) * .pi * x) } }
            }
            let truth = field(u.axes[0]) { 1 / Double($0 + 1) }
            return [field(v.axes[0]) { _ in 1 }, spoiled.contains(sample) ? truth.map { 50 - $0 } : truth]
        }
    }

    @Test("Principal components are of training outputs alone, and span them")
    func principalComponents() throws {
        let network = try loadedOperator("{ deeponet: { branch: [16], basis: pod, modes: 3, activation: tanh } }")
        func change(_ recipe: inout TrainingRecipe) {
            (recipe.epochs, recipe.validation, recipe.normalize) = (1, 0.25, .none)
        }
        let (training, model) = try trained(network, try sines(60), change)
        let modes = try #require(model.architecture.constants["pod_modes/u"])
        let mean = try #require(model.architecture.constants["pod_mean/u"])
        // Orthogonal columns; every training output is the mean and a sum of them, with coefficients of deviation 1.
        for a in 0..<3 {
            for b in 0..<a {
                let product = (0..<21).reduce(0) { $0 + modes[$1, a] * modes[$1, b] }
                #expect(abs(product) < 1e-10)
            }
        }
        var squares = [0.0, 0, 0]
        let samples = try sines(60)
        for sample in training.trainingSamples {
            var rest = try samples.field("u", sample: sample).doubles.elements
            for i in rest.indices { rest[i] -= mean[i] }
            for mode in 0..<3 {
                let size = (0..<21).reduce(0) { $0 + modes[$1, mode] * modes[$1, mode] }
                let coefficient = (0..<21).reduce(0) { $0 + rest[$1] * modes[$1, mode] } / size
                for i in rest.indices { rest[i] -= coefficient * modes[i, mode] }
                squares[mode] += coefficient * coefficient
            }
            #expect(rest.allSatisfy { abs($0) < 1e-7 })
        }
        for square in squares { #expect(abs(square / Double(training.trainingSamples.count) - 1) < 1e-8) }
        let spoiled = try sines(60, spoiling: Set(training.validationSamples))
        let other = try trained(network, spoiled, change).model.architecture.constants
        #expect(other["pod_modes/u"] == modes)
        #expect(other["pod_mean/u"] == mean)
    }

    @Test("Outputs are 0 on walls where they shall be, and learn what is inside")
    func walls() throws {
        let network = try loadedOperator("{ deeponet: { branch: [32, 16], trunk: [32, 16], zero_walls: [x] } }")
        let samples = try sines(200)
        let model = try trained(network, samples) {
            ($0.epochs, $0.learningRate, $0.weightDecay) = (150, 5e-3, 0)
        }.model
        let predictor = try model.predictor(batch: 50, threads: .one)
        try predictor.load(samples, Array(0..<50))
        predictor.run(samples: 50)
        for sample in 0..<50 {
            #expect(abs(predictor.output(0)[sample * 21]) < 1e-6)
            #expect(abs(predictor.output(0)[sample * 21 + 20]) < 1e-6)
        }
        let all = try errors(of: model, on: samples)
        #expect(all.reduce(0, +) / 200 < 0.05)
    }

    @Test("What can't be is refused with a reason")
    func refusals() throws {
        #expect(try operatorFaults("{ deeponet: { branch: [40, 30], trunk: [40, 40] } }").count == 1)
        #expect(try operatorFaults("{ deeponet: { basis: pod, coordinates: y } }").count == 1)
        #expect(try operatorFaults("{ deeponet: { zero_walls: [x-y] } }").isEmpty == false)
        let pod = try loadedOperator("{ deeponet: { basis: pod, modes: 300 } }")
        #expect { _ = try trained(pod, try sines(20)) { _ in } } throws: { "\($0)".contains("components") }
        let walls = try loadedOperator("{ deeponet: { zero_walls: [z] } }")
        #expect { _ = try trained(walls, try sines(20)) { _ in } } throws: { "\($0)".contains("'z'") }
        let points = try loadedOperator("{ deeponet: { coordinates: place } }")
        #expect { _ = try trained(points, try sines(20)) { _ in } } throws: { "\($0)".contains("'place'") }
        let vectors = LearningTask(
            inputs: [SampleVariable("v", axes: [axis("x", 5)])],
            outputs: [SampleVariable("u", axes: [axis("x", 5), .index("component", count: 2, role: .component)])])
        #expect(throws: ComputationError.self) { _ = try parameterCount(try loadedOperator("deeponet"), vectors) }
    }
}
