import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

@Suite("Fourier neural operators")
struct FourierTests {
    private func task(_ shape: [Int], topology: Axis.Topology = .periodic) -> LearningTask {
        let axes = zip(["z", "y", "x"].suffix(shape.count), shape).map {
            Axis($0, .uniform(first: 0, spacing: 1 / Double($1), count: $1), topology: topology)
        }
        return LearningTask(inputs: [SampleVariable("a", axes: axes)], outputs: [SampleVariable("u", axes: axes)])
    }

    private func recorded<Scalar: TensorScalar>(
        _ text: String, _ shape: [Int], as type: Scalar.Type = Scalar.self
    ) throws -> (tape: Tape<Scalar>, output: Value, task: LearningTask) {
        let task = task(shape)
        let tape = Tape<Scalar>()
        let inputs = task.inputs.map { tape.input($0.name, shape: $0.shape) }
        let outputs = try loadedOperator("{ \(text) }").record(on: tape, inputs, task)
        return (tape, outputs[0], task)
    }

    @Test(
        "have the published numbers of parameters",
        arguments: [
            ("fno: { modes: [12, 12], width: 32 }", [64, 64], 2_368_001),
            ("fno: { modes: [16], width: 64 }", [1024], 549_569),
            ("fno: { block: neuraloperator, modes: [16, 16], width: 24 }", [16, 16], 671_113),
            ("fno: { block: neuraloperator, modes: [8, 8], width: 24 }", [16, 16], 191_881),
            ("fno: { block: neuraloperator, modes: [8, 8], width: 24, norm: instance }", [16, 16], 191_881),
            ("fno: { block: neuraloperator, modes: [8, 8], width: 24, norm: group }", [16, 16], 192_265),
            (
                "tfno: { modes: [16, 16], width: 32, lifting: 256, projection: 64, channel_network: 0, rank: 0.42 }",
                [16, 16], 523_257
            ),
        ])
    func counts(_ text: String, _ shape: [Int], _ count: Int) throws {
        #expect(Parameters(of: try recorded(text, shape, as: Float.self).tape).count == count)
    }

    @Test("have the numbers of the library's large networks, by the declared shapes alone")
    func largeCounts() throws {
        // Not made: these would take gigabytes.
        for (text, count) in [
            ("fno: { block: neuraloperator, modes: [64, 64], width: 64, projection: 256 }", 69_265_345),
            ("fno: { block: neuraloperator, modes: [64, 64], width: 128 }", 277_024_129),
        ] {
            let tape = try recorded(text, [8, 8], as: Float.self).tape
            #expect(tape.parameterCount == count)
        }
    }

    /// Values of a network with weights drawn by name.
    private func values(_ text: String, _ shape: [Int], _ field: ([Double]) -> Double) throws -> [Double] {
        let (tape, output, _) = try recorded(text, shape, as: Double.self)
        let parameters = Parameters(of: tape)
        parameters.initialize { RandomStream(seed: 9, purpose: $0) }
        let program = try Program(
            tape, outputs: [output], batch: 1, trains: false, parameters: parameters, threads: .one)
        for index in program.input(0).indices {
            var (rest, point) = (index, [Double](repeating: 0, count: shape.count))
            for axis in shape.indices.reversed() {
                point[axis] = Double(rest % shape[axis]) / Double(shape[axis])
                rest /= shape[axis]
            }
            program.input(0)[index] = field(point)
        }
        program.run(samples: 1)
        return Array(program.output(0))
    }

    private func wave(_ point: [Double]) -> Double {
        sin(2 * .pi * (point[0] + 2 * (point.count > 1 ? point[1] : 0))) + 0.3 * cos(4 * .pi * point[0]) + 0.2
    }

    @Test(
        "give the same function on a finer grid where all that happens is resolved",
        arguments: [
            ("fno: { modes: [4, 4], width: 6, layers: 3, activation: identity, grid: none }", [16, 12]),
            (
                "fno: { block: neuraloperator, modes: [6, 6], width: 6, layers: 2, activation: identity, grid: none }",
                [12, 16]
            ),
            ("tfno: { modes: [6, 5], width: 5, layers: 2, rank: 0.3, activation: identity, grid: none }", [12, 14]),
            ("fno: { modes: [5], width: 6, layers: 2, activation: identity, grid: none }", [15]),
        ])
    func resolution(_ text: String, _ shape: [Int]) throws {
        let coarse = try values(text, shape, wave)
        let fine = try values(text, shape.map { 3 * $0 }, wave)
        let size = coarse.reduce(0) { max($0, abs($1)) }
        for (index, value) in coarse.enumerated() {
            let (row, column) = shape.count == 1 ? (0, index) : (index / shape[1], index % shape[1])
            let place = shape.count == 1 ? 3 * column : 3 * row * 3 * shape[1] + 3 * column
            #expect(abs(fine[place] - value) < 1e-12 * max(size, 1))
        }
    }

    @Test("with gelu between, the answer on a finer grid tends to the same function")
    func nonlinearResolution() throws {
        // Aliases of gelu's overtones fall with the grid: a smooth function of a smooth field.
        let text = "fno: { modes: [4, 4], width: 6, layers: 3, grid: none }"
        let answers = try [16, 32, 64, 128].map { n in
            let all = try values(text, [n, n], wave)
            return stride(from: 0, to: n, by: n / 16).flatMap { row in
                stride(from: 0, to: n, by: n / 16).map { all[row * n + $0] }
            }
        }
        let errors = answers.dropLast().map { answer in
            zip(answer, answers[3]).reduce(0) { max($0, abs($1.0 - $1.1)) }
        }
        #expect(errors[1] < errors[0] / 10 && errors[2] < 1e-9, "\(errors)")
    }

    @Test("with linear activations recovers the inverse of a constant-coefficient operator to rounding")
    func inverse() throws {
        // -u'' + u = f on a periodic interval: Y(k) = X(k) / (1 + 4π²k²) for each frequency.
        let n = 32
        let modes = 8
        let (tape, output, task) = try recorded(
            "fno: { modes: [\(modes)], width: 1, layers: 1, activation: identity, grid: none, projection: 0 }", [n],
            as: Double.self)
        let truth = tape.input("truth", shape: [n])
        let loss = try tape.loss(.mse, of: output, against: truth, task.outputs[0])
        let parameters = Parameters(of: tape)
        let batch = 16
        let program = try Program(
            tape, outputs: [loss], batch: batch, trains: true, parameters: parameters, threads: .one)
        for (name, value) in [("lifting/out/weight", 1.0), ("projection/out/weight", 1)] {
            let entry = try #require(parameters[name])
            parameters.values[entry.range.lowerBound] = value
        }
        var random = RandomStream(seed: 2, purpose: "right-hand sides")
        for sample in 0..<batch {
            var (f, u) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
            for k in 0..<modes {
                let (a, b) = (random.normal(), random.normal())
                for i in 0..<n {
                    let angle = 2 * Double.pi * Double(k * i % n) / Double(n)
                    let value = a * cos(angle) + b * sin(angle)
                    f[i] += value
                    u[i] += value / (1 + 4 * .pi * .pi * Double(k * k))
                }
            }
            for i in 0..<n {
                program.input(0)[sample * n + i] = f[i]
                program.input(1)[sample * n + i] = u[i]
            }
        }
        // The loss is a quadratic of the weights: conjugate gradients on them, 2 numbers a frequency.
        let weights = try #require(parameters["block_0/spectral/weight"]).range
        func gradient(at x: [Double]) -> [Double] {
            for (place, value) in zip(weights, x) { parameters.values[place] = value }
            program.step(samples: batch)
            return weights.map { program.gradient[$0] }
        }
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        var x = [Double](repeating: 0, count: weights.count)
        let constant = gradient(at: x)
        var residual = constant.map { -$0 }
        var direction = residual
        for _ in 0..<60 where dot(residual, residual) > 1e-40 {
            let image = zip(gradient(at: direction), constant).map { $0 - $1 }
            let step = dot(residual, residual) / dot(direction, image)
            x = zip(x, direction).map { $0 + step * $1 }
            let next = zip(residual, image).map { $0 - step * $1 }
            let beta = dot(next, next) / dot(residual, residual)
            direction = zip(next, direction).map { $0 + beta * $1 }
            residual = next
        }
        for (place, value) in zip(weights, x) { parameters.values[place] = value }
        let found = parameters.canonical(try #require(parameters["block_0/spectral/weight"])).elements
        for k in 0..<modes {
            #expect(abs(found[2 * k] - 1 / (1 + 4 * .pi * .pi * Double(k * k))) < 1e-13)
            if k > 0 { #expect(abs(found[2 * k + 1]) < 1e-13) }
        }
    }

    @Test("refuse what they can't work with, and say what to do")
    func refusals() throws {
        func message(_ text: String, _ task: LearningTask) throws -> String {
            let tape = Tape<Float>()
            let inputs = task.inputs.map { tape.input($0.name, shape: $0.shape) }
            do {
                _ = try loadedOperator("{ \(text) }").record(on: tape, inputs, task)
                return ""
            } catch { return "\(error)" }
        }
        #expect(try message("fno: { modes: [4, 4] }", task([16])).contains("'modes' for 2 axes"))
        var mixed = task([16, 16])
        mixed.outputs = task([16, 8]).outputs
        #expect(
            try message("fno: {}", mixed).contains("one grid") || (try message("fno: {}", mixed)).contains("points"))
        var scalar = task([16])
        scalar.outputs = [SampleVariable("s", axes: [])]
        #expect(try message("fno: {}", scalar).contains("has no axis of space"))
    }

    @Test("take times and components as channels, and numbers without space everywhere")
    func channels() throws {
        let grid = task([8, 10]).inputs[0].axes
        let task = LearningTask(
            inputs: [
                SampleVariable("w", axes: [Axis.index("time", count: 3, role: .time)] + grid),
                SampleVariable("v", axes: grid + [Axis.index("component", count: 2, role: .component)]),
                SampleVariable("viscosity", axes: []),
            ],
            outputs: [
                SampleVariable("p", axes: grid),
                SampleVariable("q", axes: grid + [Axis.index("component", count: 2, role: .component)]),
            ])
        let tape = Tape<Float>()
        let inputs = task.inputs.map { tape.input($0.name, shape: $0.shape) }
        let outputs = try loadedOperator("{ fno: { modes: [3, 3], width: 4, layers: 1 } }").record(
            on: tape, inputs, task)
        #expect(outputs.map(\.shape) == [[8, 10], [8, 10, 2]])
        let weight = try #require(Parameters(of: tape)["lifting/out/weight"])
        #expect(weight.shape == [4, 3 + 2 + 1 + 2])
    }
}
