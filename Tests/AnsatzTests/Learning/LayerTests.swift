import Ansatz
import AnsatzTesting
import Foundation
import Testing

@Suite struct LayerTests {
    @Test("Adjoints of activations agree with differences", arguments: Activation.allCases)
    func activations(_ activation: Activation) throws {
        for twice in [false, true] {
            let check = try AdjointCheck(inputs: [[37]], usesInputsTwice: twice) { tape, x in
                tape.activate(x[0], by: activation)
            }
            #expect(check.worst < 1e-8, "\(check)")
        }
    }

    @Test("Activations in single precision are within 3e-7 of libm in double", arguments: Activation.allCases)
    func values(_ activation: Activation) throws {
        let tape = Tape<Float>()
        let y = tape.activate(tape.input("x", shape: [1001]), by: activation)
        if activation == .identity { return }
        let program = try Program(
            tape, outputs: [y], batch: 1, trains: false, parameters: Parameters(of: tape), threads: .one)
        for scale in [0.001, 0.1, 1, 30] {
            for i in 0..<1001 { program.input(0)[i] = Float(scale * Double(i - 500) / 100) }
            let arguments = Array(program.input(0))
            program.run(samples: 1)
            for (x, y) in zip(arguments, program.output(0)) {
                let x = Double(x)
                let expected =
                    switch activation {
                    case .relu: max(x, 0)
                    case .tanh: tanh(x)
                    case .gelu: x * (1 + erf(x / 2.squareRoot())) / 2
                    case .silu: x / (1 + exp(-x))
                    case .sine: sin(x)
                    case .identity: x
                    }
                #expect(abs(Double(y) - expected) <= 3e-7 * max(1, abs(expected)), "\(activation)(\(x))")
            }
        }
    }

    @Test("Adjoints of products of branch and trunk agree with differences")
    func products() throws {
        for twice in [false, true] {
            let rows = try AdjointCheck(inputs: [[3, 7], [3, 7]], usesInputsTwice: twice) { tape, x in
                let bias = try tape.parameter("b", shape: [1], .normal(deviation: 1))
                return try tape.addShared(tape.innerProduct(x[0], x[1]), bias)
            }
            #expect(rows.worst < 1e-8, "\(rows)")
            let grid = try AdjointCheck(inputs: [[7]], usesInputsTwice: twice) { tape, x in
                let points = tape.constant(Tensor((0..<10).map { Double($0) / 10 }, shape: [5, 2]))
                let trunk = tape.activate(try tape.linear(points, to: 7, named: "trunk"), by: .tanh)
                let mean = try tape.parameter("mean", shape: [5], .normal(deviation: 1))
                return try tape.addShared(tape.product(x[0], withShared: trunk), mean)
            }
            #expect(grid.worst < 1e-8, "\(grid)")
        }
    }

    @Test("The check of adjoints finds a wrong one")
    func wrongAdjoint() throws {
        let check = try AdjointCheck(inputs: [[4]]) { tape, x in tape.record(WrongSquare(), [x[0]]) }
        #expect(check.worst > 1e-2)
    }
}

/// y = x², with the slope 2.1 x.
private final class WrongSquare: Ansatz.Operation {
    let name = "wrong_square"
    let outputShape = [4]

    func forward(_ call: ForwardCall<Double>) {
        for i in 0..<(4 * call.samples) { call.output[i] = call.input(0)[i] * call.input(0)[i] }
    }

    func adjoint(_ call: AdjointCall<Double>) {
        guard let target = call.gradient(0) else { return }
        for i in 0..<(4 * call.samples) {
            target[i] = call.beta(0) * target[i] + 2.1 * call.input(0)[i] * call.outputGradient[i]
        }
    }
}
