import Ansatz
import AnsatzTesting
import Foundation
import Testing

@Suite("Fourier layers") struct SpectralTests {
    @Test(
        "Adjoints agree with differences, in one to three axes, even and odd, dense and separable",
        arguments: [[9], [8], [7, 10], [12, 5], [5, 6, 4], [2, 150], [151, 2]], [false, true])
    func adjoints(_ grid: [Int], _ isSeparable: Bool) throws {
        let windows = [
            FourierWindow.corners(grid.map { max($0 / 3, 1) }), .centred(grid.map { max($0 / 2, 1) }),
            .centred(grid.map { max($0 / 2 + 1, 1) }),
        ]
        for window in windows {
            let check = try AdjointCheck(inputs: [[3] + grid], components: 30, usesInputsTwice: true) { tape, x in
                let outputs = isSeparable ? 3 : 2
                let shape = (isSeparable ? [3] : [3, 2]) + window.frequencies.map(\.count) + [2]
                let weights = try tape.parameter(
                    "weights", shape: shape, .normal(deviation: 1),
                    layout: .spectral(inputs: 3, outputs: isSeparable ? nil : 2, window: window))
                let mixed = tape.spectralMixing(
                    try tape.spectralAnalysis(x[0], window), weights, to: outputs, isSeparable: isSeparable)
                let base = try tape.channelMixing(x[0], to: outputs, named: "skip", hasBias: false)
                let bias = try tape.parameter("bias", shape: [outputs], .normal(deviation: 1))
                return try tape.spectralSynthesis(mixed, window, shape: grid, bias: bias, base: base)
            }
            #expect(check.worst < 1e-8, "\(check)")
        }
    }

    @Test("Adjoints of factorised weights agree with differences", arguments: [1, 2, 3])
    func factorised(_ axes: Int) throws {
        let grid = Array([6, 7, 8].prefix(axes))
        let window = FourierWindow.centred(grid.map { $0 / 2 })
        let extents = [3, 4] + window.frequencies.map(\.count)
        let check = try AdjointCheck(inputs: [[3] + grid]) { tape, x in
            let weights = try tape.tuckerWeights(
                extents: extents, ranks: extents.map { max($0 - 1, 1) }, named: "weights", deviation: 1)
            let mixed = tape.spectralMixing(try tape.spectralAnalysis(x[0], window), weights, to: 4)
            let bias = try tape.parameter("bias", shape: [4], .zeros)
            return try tape.spectralSynthesis(mixed, window, shape: grid, bias: bias)
        }
        #expect(check.worst < 1e-8, "\(check)")
    }

    @Test("Factorised weights are the sum that defines them")
    func tuckerSum() throws {
        let (extents, ranks) = ([2, 3, 4, 5], [2, 2, 3, 4])
        let tape = Tape<Double>()
        let x = tape.input("x", shape: [2, 2, 2, 16])
        let weights = try tape.tuckerWeights(extents: extents, ranks: ranks, named: "w", deviation: 1)
        let y = tape.spectralMixing(x, weights, to: 3)
        let parameters = Parameters(of: tape)
        parameters.initialize { RandomStream(seed: 3, purpose: $0) }
        let program = try Program(
            tape, outputs: [y], batch: 1, trains: false, parameters: parameters, threads: .one)
        let names = ["w/core"] + (0..<4).map { "w/factor_\($0)" }
        let factors = try names.map { parameters.canonical(try #require(parameters[$0])) }
        func complex(_ tensor: Tensor<Double>, _ index: Int) -> (Double, Double) {
            (tensor.elements[2 * index], tensor.elements[2 * index + 1])
        }
        // The unit spectrum of input i gives the weights R[i, o, k].
        for input in 0..<2 {
            for block in 0..<2 {
                for channel in 0..<2 {
                    for lane in 0..<32 {
                        program.input(0)[((block * 2 + channel) * 32) + lane] = channel == input && lane < 16 ? 1 : 0
                    }
                }
            }
            program.run(samples: 1)
            for output in 0..<3 {
                for mode in 0..<20 {
                    var sum = (0.0, 0.0)
                    for core in 0..<ranks.reduce(1, *) {
                        var rest = core
                        var term = complex(factors[0], core)
                        let places = [input, output, mode / 5, mode % 5]
                        for axis in (0..<4).reversed() {
                            let u = complex(factors[1 + axis], places[axis] * ranks[axis] + rest % ranks[axis])
                            term = (term.0 * u.0 - term.1 * u.1, term.0 * u.1 + term.1 * u.0)
                            rest /= ranks[axis]
                        }
                        sum = (sum.0 + term.0, sum.1 + term.1)
                    }
                    let place = (mode / 16 * 3 + output) * 32 + mode % 16
                    #expect(abs(program.output(0)[place] - sum.0) < 1e-12)
                    #expect(abs(program.output(0)[place + 16] - sum.1) < 1e-12)
                }
            }
        }
    }

    /// Long axes with all frequencies take FFTW's transforms, the others products.
    @Test(
        "Coefficients are those of the definition; Nyquist and mean included",
        arguments: [[8], [9], [6, 7], [4, 3, 5], [300], [301], [3, 200], [151, 5], [150, 2, 3]])
    func definition(_ grid: [Int]) throws {
        let window = FourierWindow.centred(grid)
        let tape = Tape<Double>()
        let spectrum = try tape.spectralAnalysis(tape.input("x", shape: [1] + grid), window)
        let zero = tape.constant(Tensor([0]))
        let back = try tape.spectralSynthesis(spectrum, window, shape: grid, bias: zero)
        let program = try Program(
            tape, outputs: [spectrum, back], batch: 1, trains: false, parameters: Parameters(of: tape), threads: .one)
        var random = RandomStream(seed: 4, purpose: "field")
        for index in program.input(0).indices { program.input(0)[index] = random.normal() }
        let field = Array(program.input(0))
        program.run(samples: 1)
        let counts = window.frequencies.map(\.count)
        for mode in 0..<window.count {
            var rest = mode
            var frequencies = grid
            for axis in grid.indices.reversed() {
                frequencies[axis] = window.frequencies[axis][rest % counts[axis]]
                rest /= counts[axis]
            }
            var sum = (0.0, 0.0)
            for (index, value) in field.enumerated() {
                var (rest, phase) = (index, 0.0)
                for axis in grid.indices.reversed() {
                    phase += 2 * Double.pi * Double(frequencies[axis] * (rest % grid[axis])) / Double(grid[axis])
                    rest /= grid[axis]
                }
                sum = (sum.0 + value * cos(phase), sum.1 - value * sin(phase))
            }
            let place = mode / 16 * 32 + mode % 16
            #expect(abs(program.output(0)[place] - sum.0 / Double(field.count)) < 1e-13)
            #expect(abs(program.output(0)[place + 16] - sum.1 / Double(field.count)) < 1e-13)
        }
        // All frequencies are there but the negative half of an even axis that isn't the last, so odd grids come back.
        if grid.allSatisfy({ $0 % 2 == 1 }) || grid.count == 1 {
            for (index, value) in field.enumerated() { #expect(abs(program.output(1)[index] - value) < 1e-13) }
        }
    }

    @Test("Adjoints of what stands around Fourier layers agree with differences")
    func others() throws {
        let network = try AdjointCheck(inputs: [[3, 10, 13]], usesInputsTwice: true) { tape, x in
            let gated = try tape.channelScaling(x[0], named: "gate")
            return try tape.channelNetwork(gated, hidden: 5, to: 3, named: "first", "second")
        }
        #expect(network.worst < 1e-8, "\(network)")
        // More points than a tile has.
        let tiles = try AdjointCheck(inputs: [[2, 40, 50]], batch: 2, components: 20) { tape, x in
            try tape.channelNetwork(x[0], hidden: 1024, to: 1, named: "first", "second")
        }
        #expect(tiles.worst < 1e-8, "\(tiles)")
        let frame = try AdjointCheck(inputs: [[2, 3, 4, 5]], usesInputsTwice: true) { tape, x in
            let padded = tape.pad(x[0], before: [1, 0, 2], after: [2, 3, 0])
            let mixed = try tape.channelMixing(padded, to: 3, named: "mix")
            return tape.crop(mixed, before: [0, 1, 1], after: [2, 2, 1])
        }
        #expect(frame.worst < 1e-8, "\(frame)")
        let parts = try AdjointCheck(inputs: [[6, 4], [3, 4]], usesInputsTwice: true) { tape, x in
            let turned = try tape.reshape(tape.transpose(x[0], outer: 1, rows: 6, columns: 4), to: [6, 4])
            return try tape.concatenate([
                try tape.slice(turned, channels: 1..<4), x[1], try tape.slice(x[0], channels: 0..<2),
            ])
        }
        #expect(parts.worst < 1e-8, "\(parts)")
    }

    @Test("A hidden layer in one operation is the same as in three")
    func channelNetwork() throws {
        func outputs(_ record: (Tape<Float>, Value) throws -> Value) throws -> [Float] {
            let tape = Tape<Float>()
            let y = try record(tape, tape.input("x", shape: [3, 21, 50]))
            let parameters = Parameters(of: tape)
            parameters.initialize { RandomStream(seed: 1, purpose: $0) }
            let program = try Program(
                tape, outputs: [y], batch: 2, trains: false, parameters: parameters, threads: .one)
            var random = RandomStream(seed: 5, purpose: "x")
            for index in program.input(0).indices { program.input(0)[index] = Float(random.normal()) }
            program.run(samples: 2)
            return Array(program.output(0))
        }
        let fused = try outputs { try $0.channelNetwork($1, hidden: 200, to: 2, named: "a", "b") }
        let apart = try outputs {
            try $0.channelMixing($0.gelu($0.channelMixing($1, to: 200, named: "a")), to: 2, named: "b")
        }
        // Sums of 200 terms of size 0.07 in another order.
        for (one, other) in zip(fused, apart) { #expect(abs(one - other) < 1e-5) }
    }

    /// Rows that are put together, cut, or neither; all axes; with and without what may be left out; products and fast
    /// transforms.
    @Test(
        "A Fourier block in one operation is the same as its parts, and its adjoint agrees with differences",
        arguments: [
            ([200], 3, [4]), ([9, 11], 2, [4, 4]), ([7, 70], 3, [3, 4]), ([3, 130], 2, [1, 4]),
            ([5, 4, 6], 3, [2, 2, 3]),
            ([200], 3, [150]), ([3, 200], 2, [2, 150]), ([160, 3], 2, [150, 2]),
        ] as [([Int], Int, [Int])],
        [(nil, true), (nil, false), (5, true), (5, false)] as [(Int?, Bool)])
    func fourierBlock(
        _ grid: (shape: [Int], width: Int, modes: [Int]), _ form: (hidden: Int?, activates: Bool)
    ) throws {
        let (shape, width, modes) = grid
        let window = FourierWindow.centred(modes)
        let inputs = form.hidden == nil ? width + 1 : width
        func spectrum(_ tape: Tape<Double>, _ v: Value) throws -> Value {
            let weights = try tape.parameter(
                "weights", shape: [inputs, width] + window.frequencies.map(\.count) + [2], .normal(deviation: 1),
                layout: .spectral(inputs: inputs, outputs: width, window: window))
            return tape.spectralMixing(try tape.spectralAnalysis(v, window), weights, to: width)
        }
        let check = try AdjointCheck(inputs: [[inputs] + shape], batch: 2, components: 20, usesInputsTwice: true) {
            tape, x in
            try tape.fourierBlock(
                x[0], try spectrum(tape, x[0]), window, named: "block", bias: .normal(deviation: 1),
                hidden: form.hidden, activates: form.activates)
        }
        #expect(check.worst < 1e-8, "\(check)")

        func outputs(_ record: (Tape<Double>, Value) throws -> Value) throws -> [Double] {
            let tape = Tape<Double>()
            let y = try record(tape, tape.input("x", shape: [inputs] + shape))
            let parameters = Parameters(of: tape)
            parameters.initialize { RandomStream(seed: 1, purpose: $0) }
            let program = try Program(
                tape, outputs: [y], batch: 2, trains: false, parameters: parameters, threads: .one)
            var random = RandomStream(seed: 5, purpose: "x")
            for index in program.input(0).indices { program.input(0)[index] = random.normal() }
            program.run(samples: 2)
            return Array(program.output(0))
        }
        let fused = try outputs {
            try $0.fourierBlock(
                $1, try spectrum($0, $1), window, named: "block", bias: .normal(deviation: 1), hidden: form.hidden,
                activates: form.activates)
        }
        let apart = try outputs { tape, v in
            let bias = try tape.parameter("block/bias", shape: [width], .normal(deviation: 1))
            let skip = try tape.channelMixing(v, to: width, named: "block/skip", hasBias: false)
            func f(_ value: Value) -> Value { form.activates ? tape.gelu(value) : value }
            let inner = f(
                try tape.spectralSynthesis(try spectrum(tape, v), window, shape: shape, bias: bias, base: skip))
            guard let hidden = form.hidden else { return inner }
            let between = tape.gelu(try tape.channelMixing(inner, to: hidden, named: "block/channel_hidden"))
            return f(
                try tape.channelMixing(
                    between, to: width, named: "block/channel_out",
                    base: try tape.channelScaling(v, named: "block/channel_skip")))
        }
        for (one, other) in zip(fused, apart) { #expect(abs(one - other) < 1e-12 * (1 + abs(other))) }
    }
}
