import Ansatz
import AnsatzTesting
import Testing

@Suite struct NormalizationTests {
    private func normalizers(_ kind: NormalizationKind) throws -> (samples: SampleSet, Normalizer) {
        let samples = try Samples.nonlinear(50)
        let training = try Samples.train(
            Samples.recipe { ($0.epochs, $0.validation, $0.normalize) = (1, 0, kind) }, samples)
        return (samples, try training.model().outputNormalizers[0])
    }

    private func column(_ samples: SampleSet, _ point: Int?) throws -> [Double] {
        try (0..<samples.count).flatMap { sample -> [Double] in
            let values = try samples.field("u", sample: sample).doubles.elements
            return point.map { [values[$0]] } ?? values
        }
    }

    private func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (square / Double(values.count - 1)).squareRoot())
    }

    @Test("One mean and deviation of all points, or of each")
    func moments() throws {
        let (samples, field) = try normalizers(.fields)
        let all = moments(try column(samples, nil))
        #expect(abs(field.shift.elements[0] - all.mean) < 1e-12)
        #expect(abs(field.scale.elements[0] - all.deviation) < 1e-12)
        let points = try normalizers(.points).1
        #expect(points.shift.shape == [3])
        for point in 0..<3 {
            let expected = moments(try column(samples, point))
            #expect(abs(points.shift[point] - expected.mean) < 1e-12)
            #expect(abs(points.scale[point] - (expected.deviation + 1e-5)) < 1e-12)
        }
        #expect(!points.isGridIndependent && field.isGridIndependent)
    }

    @Test("A range goes to -1...1")
    func range() throws {
        let (samples, normalizer) = try normalizers(.range)
        let values = try column(samples, nil)
        let normalized = values.map { ($0 - normalizer.shift.elements[0]) / normalizer.scale.elements[0] }
        #expect(abs(try #require(normalized.min()) + 1) < 1e-12)
        #expect(abs(try #require(normalized.max()) - 1) < 1e-12)
    }

    @Test("Adjoints of normalisation and its inverse agree with differences, and one undoes the other")
    func adjoints() throws {
        let points = try Normalizer(
            .points, shift: Tensor([1.0, 2, -3], shape: [3]), scale: Tensor([0.5, 2, 4], shape: [3]))
        let field = try Normalizer(.fields, shift: Tensor([5.0], shape: []), scale: Tensor([0.25], shape: []))
        for normalizer in [points, field] {
            for twice in [false, true] {
                let check = try AdjointCheck(inputs: [[3]], usesInputsTwice: twice) { tape, x in
                    tape.activate(tape.denormalized(tape.normalized(x[0], by: normalizer), by: normalizer), by: .tanh)
                }
                #expect(check.worst < 1e-8, "\(check)")
            }
            let tape = Tape<Double>()
            let y = tape.denormalized(tape.normalized(tape.input("x", shape: [3]), by: normalizer), by: normalizer)
            let program = try Program(
                tape, outputs: [y], batch: 1, trains: false, parameters: Parameters(of: tape), threads: .one)
            for i in 0..<3 { program.input(0)[i] = Double(i) - 0.7 }
            program.run(samples: 1)
            for i in 0..<3 { #expect(abs(program.output(0)[i] - (Double(i) - 0.7)) < 1e-14) }
        }
    }

    @Test("A field that never changes is only shifted")
    func constantField() throws {
        let samples = try Samples.nonlinear(20) { _, u in for i in u.indices { u[i] = 0.1 } }
        let training = try Samples.train(
            Samples.recipe { ($0.epochs, $0.normalize) = (1, .fields) }, samples)
        #expect(try training.model().outputNormalizers[0].scale.elements == [1])
    }
}
