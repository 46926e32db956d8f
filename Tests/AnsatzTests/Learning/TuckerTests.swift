import Ansatz
import AnsatzTesting
import Testing

@Suite("Factorised weights of Fourier layers") struct TuckerTests {
    /// Several blocks of lanes of each kind, the last of them not full.
    @Test(
        "Adjoints agree with differences where there are many frequencies and channels",
        arguments: [[6, 8], [5, 6, 4]])
    func adjoints(_ modes: [Int]) throws {
        let window = FourierWindow.centred(modes)
        let extents = [5, 7] + window.frequencies.map(\.count)
        let check = try AdjointCheck(inputs: [[5] + modes]) { tape, x in
            let weights = try tape.tuckerWeights(
                extents: extents, ranks: [4, 6] + extents.dropFirst(2).map { max($0 - 1, 1) }, named: "weights",
                deviation: 1)
            let mixed = tape.spectralMixing(try tape.spectralAnalysis(x[0], window), weights, to: 7)
            let bias = try tape.parameter("bias", shape: [7], .zeros)
            return try tape.spectralSynthesis(mixed, window, shape: modes, bias: bias)
        }
        #expect(check.worst < 1e-8, "\(check)")
    }

    @Test("Weights are drawn with the deviation that is asked for")
    func deviation() throws {
        let (tape, extents) = (Tape<Double>(), [16, 16, 16, 16])
        let weights = try tape.tuckerWeights(
            extents: extents, ranks: [12, 12, 12, 12], named: "weights", deviation: 0.25)
        let parameters = Parameters(of: tape)
        var variance = 0.0
        let seeds = 8
        for seed in 1...seeds {
            parameters.initialize { RandomStream(seed: UInt64(seed), purpose: $0) }
            let program = try Program(
                tape, outputs: [weights], batch: 1, trains: false, parameters: parameters, threads: .one)
            program.run(samples: 1)
            let parts = program.output(0)
            variance += parts.reduce(0) { $0 + $1 * $1 } / Double(parts.count / 2) / Double(seeds)
        }
        // Each of the five tensors has 192 complex numbers or more, so a variance is sure to a fifth.
        #expect(abs(variance / 0.0625 - 1) < 0.2, "\(variance)")
    }

    /// The gradient of every parameter, as files have it.
    private func gradients<Scalar: TensorScalar>(
        _ grid: [Int], channels: Int, as type: Scalar.Type, threads: Int
    ) throws -> [[Double]] {
        let window = FourierWindow.centred(grid)
        let (tape, extents) = (Tape<Scalar>(), [channels, channels] + window.frequencies.map(\.count))
        let x = tape.input("x", shape: [channels] + grid)
        let weights = try tape.tuckerWeights(
            extents: extents, ranks: TuckerRanks.ranks(for: extents, fraction: 0.4), named: "weights", deviation: 1)
        let mixed = tape.spectralMixing(try tape.spectralAnalysis(x, window), weights, to: channels)
        let bias = try tape.parameter("bias", shape: [channels], .zeros)
        let y = try tape.spectralSynthesis(mixed, window, shape: grid, bias: bias)
        let variable = SampleVariable(
            "u", axes: y.shape.enumerated().map { Axis("a\($0)", .uniform(first: 0, spacing: 1, count: $1)) })
        let loss = try tape.loss(.mse, of: y, against: tape.input("truth", shape: y.shape), variable)
        let parameters = Parameters(of: tape)
        parameters.initialize { RandomStream(seed: 3, purpose: $0) }
        let samples = 5
        let program = try Program(
            tape, outputs: [loss], batch: samples, trains: true, parameters: parameters, threads: Threads(threads))
        var random = RandomStream(seed: 4, purpose: "samples")
        for input in 0..<2 {
            for index in program.input(input).indices { program.input(input)[index] = Scalar(random.normal()) }
        }
        program.step(samples: samples)
        return parameters.entries.map { entry in
            parameters.canonical(entry, of: UnsafeBufferPointer(program.gradient)).elements.map { Double($0) }
        }
    }

    @Test("Gradients have the same bits for any number of threads")
    func threads() throws {
        let one = try gradients([16, 16], channels: 19, as: Float.self, threads: 1)
        for threads in 2...3 {
            #expect(try gradients([16, 16], channels: 19, as: Float.self, threads: threads) == one)
        }
    }

    @Test(
        "Gradients in single precision are those in double", arguments: [[9], [48], [16, 16], [7, 18], [5, 6, 8]])
    func precision(_ grid: [Int]) throws {
        let single = try gradients(grid, channels: 6, as: Float.self, threads: 2)
        let double = try gradients(grid, channels: 6, as: Double.self, threads: 2)
        for (a, b) in zip(single, double) {
            let size = b.reduce(0) { max($0, abs($1)) }
            let difference = zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(difference < 1e-5 * size)
        }
    }
}
