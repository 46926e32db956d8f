import Ansatz
import AnsatzTesting
import Foundation
import Testing

@Suite struct LossTests {
    private static func variable(_ topology: Axis.Topology) -> SampleVariable {
        SampleVariable(
            "u",
            axes: [
                Axis("y", .uniform(first: 0, spacing: 1.0 / 6, count: 6), topology: topology),
                Axis("x", .uniform(first: 0, spacing: 1.0 / 5, count: 5), topology: topology),
            ])
    }

    private static func loss(_ kind: LossKind, _ variable: SampleVariable, truncation: Int? = nil) throws -> [Double] {
        let tape = Tape<Double>()
        tape.samplesPerUnit = 2
        let prediction = tape.input("p", shape: variable.shape)
        let truth = tape.input("t", shape: variable.shape)
        let loss = try tape.loss(kind, of: prediction, against: truth, variable, truncation: truncation)
        let program = try Program(
            tape, outputs: [loss], batch: 3, trains: false, parameters: Parameters(of: tape), threads: .one)
        for sample in 0..<3 {
            for i in 0..<30 {
                // The scale of a sample does not change its relative error.
                program.input(0)[sample * 30 + i] = Double(sample + 1) * sin(Double(i))
                program.input(1)[sample * 30 + i] = Double(sample + 1) * cos(Double(i) * 0.7)
            }
        }
        program.run(samples: 3)
        return Array(program.output(0).prefix(3))
    }

    /// Reference values: neuraloperator 2.0 (LpLoss, H1Loss), which adds 1e-8 to the norm of the truth, and torch 2.13, in
    /// double precision.
    @Test("Losses are those of the packages that made them known")
    func values() throws {
        func isEverywhere(_ losses: [Double], _ value: Double, within tolerance: Double = 1e-12) -> Bool {
            losses.allSatisfy { abs($0 - value) < tolerance }
        }
        #expect(isEverywhere(try Self.loss(.relativeL2, Self.variable(.bounded)), 1.2548930832024143, within: 1e-8))
        #expect(isEverywhere(try Self.loss(.relativeH1, Self.variable(.periodic)), 1.5792713829904, within: 1e-8))
        #expect(isEverywhere(try Self.loss(.relativeH1, Self.variable(.bounded)), 0.8539378166622991, within: 1e-8))
        #expect(isEverywhere(try Self.loss(.fourierH1, Self.variable(.periodic)), 1.0535938002462044))
        #expect(
            isEverywhere(try Self.loss(.fourierH1, Self.variable(.periodic), truncation: 2), 1.4187876350972946))
        let mean = try Self.loss(.mse, Self.variable(.bounded))
        #expect(abs(mean[0] - 0.7914707620873199) < 1e-12)
        #expect(abs(mean[2] - 9 * 0.7914707620873199) < 1e-11)
    }

    private static let shapes: [SampleVariable] = [
        variable(.periodic), variable(.bounded),
        SampleVariable("u", axes: [Axis("x", .uniform(first: 0, spacing: 0.25, count: 7), topology: .periodic)]),
        SampleVariable("u", axes: [Axis("x", .explicit([0, 0.1, 0.4, 0.5, 1]))]),
        SampleVariable("u", axes: [Axis("x", .uniform(first: 0, spacing: 0.25, count: 2), topology: .periodic)]),
        SampleVariable("u", axes: [Axis("x", .uniform(first: 0, spacing: 0.25, count: 3))]),
        SampleVariable(
            "u",
            axes: [
                Axis("z", .uniform(first: 0, spacing: 0.5, count: 3)),
                Axis("y", .uniform(first: 0, spacing: 0.5, count: 4), topology: .periodic),
                Axis("x", .uniform(first: 0, spacing: 0.5, count: 5)),
            ]),
    ]

    @Test("Adjoints of losses agree with differences", arguments: LossKind.allCases, shapes.indices)
    func adjoints(_ kind: LossKind, _ shape: Int) throws {
        let variable = Self.shapes[shape]
        for twice in [false, true] {
            let check = try AdjointCheck(inputs: [variable.shape], usesInputsTwice: twice) { tape, x in
                // The truth must not depend on parameters: a constant stands for it.
                let truth = tape.input("truth", shape: variable.shape)
                return try tape.loss(kind, of: x[0], against: truth, variable, truncation: 2)
            }
            #expect(check.worst < 1e-6, "\(check)")
        }
    }

    @Test("A prediction that is the truth has the loss 0 and the gradient 0")
    func exact() throws {
        for kind in LossKind.allCases {
            let variable = Self.variable(.bounded)
            let tape = Tape<Float>()
            let truth = tape.input("t", shape: variable.shape)
            let shift = try tape.parameter("shift", shape: [1], .zeros)
            let loss = try tape.loss(kind, of: tape.addShared(truth, shift), against: truth, variable)
            let program = try Program(
                tape, outputs: [loss], batch: 1, trains: true, parameters: Parameters(of: tape), threads: .one)
            for i in 0..<30 { program.input(0)[i] = Float(i) }
            program.step(samples: 1)
            #expect(program.output(0)[0] == 0)
            #expect(program.gradient[0] == 0)
        }
    }

    @Test("The difference quotient of a line is its slope, at the ends too")
    func slopes() throws {
        // ‖e‖² + ‖De‖² of e = x on 5 points of spacing 0.5, against a truth of ones: D of a line is 1 everywhere.
        let axis = Axis("x", .uniform(first: 0, spacing: 0.5, count: 5))
        let variable = SampleVariable("u", axes: [axis])
        let tape = Tape<Double>()
        let (p, t) = (tape.input("p", shape: [5]), tape.input("t", shape: [5]))
        let loss = try tape.loss(.relativeH1, of: p, against: t, variable)
        let program = try Program(
            tape, outputs: [loss], batch: 1, trains: false, parameters: Parameters(of: tape), threads: .one)
        for i in 0..<5 {
            program.input(0)[i] = 1 + axis.coordinate(at: i)
            program.input(1)[i] = 1
        }
        program.run(samples: 1)
        let squares = axis.values.reduce(0) { $0 + $1 * $1 }
        #expect(abs(program.output(0)[0] - ((squares + 5) / 5).squareRoot()) < 1e-13)
    }

    @Test("Losses that need axes say which variable has none")
    func refusals() {
        let number = SampleVariable("q", axes: [])
        let tape = Tape<Float>()
        let (p, t) = (tape.input("p", shape: []), tape.input("t", shape: []))
        for kind in [LossKind.relativeH1, .fourierH1] {
            #expect { try tape.loss(kind, of: p, against: t, number) } throws: { "\($0)".contains("'q'") }
        }
    }
}
