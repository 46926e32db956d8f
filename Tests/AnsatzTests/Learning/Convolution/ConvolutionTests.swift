import Ansatz
import AnsatzTesting
import Testing

/// One convolution with the sizes that a test gives.
private struct Case: CustomStringConvertible, Sendable {
    var inputs: Int
    var outputs: Int
    var size: [Int]
    var kernel = 3
    var stride = 1
    var padding = ConvolutionPadding.zero

    var description: String {
        "\(inputs) to \(outputs) on \(size), kernel \(kernel), stride \(stride), \(padding.rawValue)"
    }

    /// Where a bordered index points, nil for zeros.
    func source(_ index: Int, _ count: Int) -> Int? {
        if (0..<count).contains(index) { return index }
        switch padding {
        case .zero: return nil
        case .circular: return ((index % count) + count) % count
        case .reflect: return index < 0 ? -index : 2 * (count - 1) - index
        }
    }

    /// The definition, one product after the other.
    func definition(_ x: [Double], _ weights: [Double]) -> [Double] {
        let border = (kernel - 1) / 2
        let result = size.map { ($0 + stride - 1) / stride }
        var y: [Double] = []
        for o in 0..<outputs {
            for i in 0..<result[0] {
                for j in 0..<result[1] {
                    var sum = 0.0
                    for c in 0..<inputs {
                        for k in 0..<kernel {
                            for l in 0..<kernel {
                                guard let row = source(i * stride + k - border, size[0]),
                                    let column = source(j * stride + l - border, size[1])
                                else { continue }
                                sum +=
                                    weights[((o * inputs + c) * kernel + k) * kernel + l]
                                    * x[(c * size[0] + row) * size[1] + column]
                            }
                        }
                    }
                    y.append(sum)
                }
            }
        }
        return y
    }
}

/// Sizes below, at and above whole vectors, odd and even, and channels that fill blocks and don't.
private let cases: [Case] =
    [ConvolutionPadding.zero, .circular, .reflect].flatMap { padding in
        [
            Case(inputs: 3, outputs: 5, size: [6, 7], padding: padding),
            Case(inputs: 24, outputs: 24, size: [4, 4], padding: padding),
            Case(inputs: 2, outputs: 7, size: [3, 16], padding: padding),
            Case(inputs: 1, outputs: 3, size: [9, 32], stride: 2, padding: padding),
            Case(inputs: 4, outputs: 2, size: [7, 5], kernel: 5, stride: 2, padding: padding),
            Case(inputs: 2, outputs: 3, size: [17, 19], kernel: 5, padding: padding),
            Case(inputs: 3, outputs: 2, size: [2, 2], stride: 2, padding: padding),
            Case(inputs: 6, outputs: 4, size: [5, 8], kernel: 1, padding: padding),
            Case(inputs: 2, outputs: 2, size: [11, 10], kernel: 3, stride: 3, padding: padding),
        ]
    } + [
        Case(inputs: 2, outputs: 3, size: [1, 1]), Case(inputs: 2, outputs: 3, size: [1, 4], stride: 2),
        Case(inputs: 2, outputs: 2, size: [3, 3], kernel: 7),
    ]

/// Even and odd extents, whole vectors and less.
private let fineGrids = [[8, 8], [7, 9], [4, 5], [32, 64], [33, 16], [1, 2]]

@Suite("Convolutions")
struct ConvolutionTests {
    /// Runs a network of one input.
    private func run<Scalar: TensorScalar>(
        _ type: Scalar.Type, _ x: [Double], shape: [Int], weights: [String: [Double]],
        _ record: (Tape<Scalar>, Value) throws -> Value
    ) throws -> [Double] {
        let tape = Tape<Scalar>()
        let result = try record(tape, tape.input("x", shape: shape))
        let parameters = Parameters(of: tape)
        for entry in parameters.entries {
            let values = try #require(weights[entry.name])
            try parameters.set(entry, to: Tensor(values.map { Scalar($0) }, shape: entry.shape))
        }
        let program = try Program(
            tape, outputs: [result], batch: 1, trains: false, parameters: parameters, threads: .one)
        let input = program.input(0)
        for index in input.indices { input[index] = Scalar(x[index]) }
        program.run(samples: 1)
        return program.output(0).map { Double($0) }
    }

    private func random(_ count: Int, _ purpose: String) -> [Double] {
        var stream = RandomStream(seed: 3, purpose: purpose)
        return (0..<count).map { _ in stream.normal() }
    }

    @Test("are what the definition says, in both precisions", arguments: cases)
    private func definition(_ c: Case) throws {
        let x = random(c.inputs * c.size[0] * c.size[1], "x")
        let count = c.inputs * c.kernel * c.kernel
        let weights = random(c.outputs * count, "w")
        let expected = c.definition(x, weights)
        func result<Scalar: TensorScalar>(_ type: Scalar.Type) throws -> [Double] {
            try run(type, x, shape: [c.inputs] + c.size, weights: ["layer/weight": weights]) { tape, x in
                try tape.convolution(
                    x, to: c.outputs, kernel: c.kernel, stride: c.stride, padding: c.padding, named: "layer",
                    hasBias: false)
            }
        }
        // Sums of `count` products of numbers below 6: each rounding errs by at most that times half an ulp.
        for (result, unit) in [(try result(Double.self), 1.2e-16), (try result(Float.self), 6e-8)] {
            try #require(result.count == expected.count)
            for (a, b) in zip(result, expected) { #expect(abs(a - b) <= unit * 36 * Double(count + 2) * 2) }
        }
    }

    @Test("take their factor on products and bias, and not on the base")
    func affine() throws {
        let c = Case(inputs: 2, outputs: 3, size: [5, 6])
        let (x, w) = (random(60, "x"), random(54, "w"))
        let result = try run(
            Double.self, x, shape: [2, 5, 6],
            weights: ["layer/weight": w, "layer/bias": [1, 2, 3], "first/weight": random(6, "first")]
        ) { tape, x in
            let base = try tape.convolution(x, to: 3, kernel: 1, named: "first", hasBias: false)
            return try tape.convolution(x, to: 3, named: "layer", base: base, scale: -2)
        }
        let first = Case(inputs: 2, outputs: 3, size: [5, 6], kernel: 1).definition(x, random(6, "first"))
        for (index, value) in c.definition(x, w).enumerated() {
            #expect(abs(result[index] - (first[index] - 2 * (value + Double(index / 30 + 1)))) < 1e-12)
        }
    }

    @Test("with stride 2 are the transposes of transposed ones", arguments: fineGrids)
    func transposes(_ fine: [Int]) throws {
        // <P x, y> summed by hand over the transposed convolution's own definition.
        let coarse = fine.map { ($0 + 1) / 2 }
        let kernel = fine.map { $0 % 2 == 0 ? 4 : 3 }
        let (inputs, outputs) = (3, 2)
        let x = random(inputs * coarse[0] * coarse[1], "x")
        let w = random(inputs * outputs * kernel[0] * kernel[1], "w")
        let result = try run(Double.self, x, shape: [inputs] + coarse, weights: ["up/weight": w]) { tape, x in
            try tape.transposedConvolution(x, to: outputs, size: fine, named: "up", hasBias: false)
        }
        var expected = [Double](repeating: 0, count: outputs * fine[0] * fine[1])
        for c in 0..<inputs {
            for o in 0..<outputs {
                for i in 0..<coarse[0] {
                    for j in 0..<coarse[1] {
                        for k in 0..<kernel[0] {
                            for l in 0..<kernel[1] {
                                let (row, column) = (2 * i + k - 1, 2 * j + l - 1)
                                guard (0..<fine[0]).contains(row), (0..<fine[1]).contains(column) else { continue }
                                expected[(o * fine[0] + row) * fine[1] + column] +=
                                    w[((c * outputs + o) * kernel[0] + k) * kernel[1] + l]
                                    * x[(c * coarse[0] + i) * coarse[1] + j]
                            }
                        }
                    }
                }
            }
        }
        try #require(result.count == expected.count)
        for (a, b) in zip(result, expected) { #expect(abs(a - b) < 1e-13 * 100) }
    }

    @Test("have the adjoints that differences show", arguments: cases)
    private func adjoints(_ c: Case) throws {
        let check = try AdjointCheck(inputs: [[c.inputs] + c.size], components: 24, usesInputsTwice: true) { tape, x in
            let base = try tape.convolution(x[0], to: c.outputs, kernel: 1, stride: c.stride, named: "base")
            return try tape.convolution(
                x[0], to: c.outputs, kernel: c.kernel, stride: c.stride, padding: c.padding, named: "layer", base: base,
                scale: -1)
        }
        #expect(check.worst < 1e-7, "\(check)")
    }

    @Test("transposed have the adjoints that differences show", arguments: fineGrids)
    func transposedAdjoints(_ fine: [Int]) throws {
        let coarse = fine.map { ($0 + 1) / 2 }
        let check = try AdjointCheck(
            inputs: [[3] + coarse, [2] + fine], components: 24, usesInputsTwice: true
        ) { tape, x in
            try tape.transposedConvolution(x[0], to: 2, size: fine, named: "up", base: x[1])
        }
        #expect(check.worst < 1e-7, "\(check)")
    }

    @Test("say which layer has too few points")
    func refusals() throws {
        let tape = Tape<Float>()
        let x = tape.input("x", shape: [1, 2, 2])
        for (kernel, padding) in [(5, ConvolutionPadding.reflect), (13, .zero), (7, .circular)] {
            #expect {
                try tape.convolution(x, to: 1, kernel: kernel, padding: padding, named: "stencil")
            } throws: { "\($0)".contains("stencil") }
        }
        #expect(throws: ShapeMismatch.self) {
            try tape.transposedConvolution(x, to: 1, size: [5, 4], named: "up")
        }
        #expect(throws: (any Error).self) { try tape.convolution(x, to: 1, stride: 0, named: "still") }
        #expect(throws: (any Error).self) { try tape.convolution(x, to: Int.max, named: "huge") }
    }
}
