import Ansatz
import AnsatzTesting
import Testing

@Suite("Norms of features")
struct NormTests {
    private static let kinds: [FeatureNorm] = [.layer, .channels, .instance, .group(2)]

    @Test("leave mean 0 and variance 1 over what they say", arguments: kinds)
    func moments(_ norm: FeatureNorm) throws {
        let (channels, points) = (4, 15)
        let tape = Tape<Double>()
        let y = try tape.normalize(tape.input("x", shape: [channels, 3, 5]), over: norm, named: "norm", epsilon: 0)
        let parameters = Parameters(of: tape)
        parameters.initialize { RandomStream(seed: 1, purpose: $0) }
        let program = try Program(tape, outputs: [y], batch: 2, trains: false, parameters: parameters, threads: .one)
        var random = RandomStream(seed: 2, purpose: "x")
        let input = program.input(0)
        for index in input.indices { input[index] = 7 + 3 * random.normal() }
        program.run(samples: 2)
        let result = program.output(0)
        for sample in 0..<2 {
            var groups: [[Int]]
            let all = Array(0..<channels * points)
            switch norm {
            case .layer: groups = [all]
            case .channels: groups = (0..<points).map { point in all.filter { $0 % points == point } }
            case .instance: groups = (0..<channels).map { c in all.filter { $0 / points == c } }
            case .group: groups = (0..<2).map { g in all.filter { $0 / points / 2 == g } }
            }
            for group in groups {
                let values = group.map { result[sample * channels * points + $0] }
                let mean = values.reduce(0, +) / Double(values.count)
                let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
                #expect(abs(mean) < 1e-13)
                #expect(abs(variance - 1) < 1e-13)
            }
        }
    }

    @Test("have the adjoints that differences show", arguments: kinds)
    func adjoints(_ norm: FeatureNorm) throws {
        let check = try AdjointCheck(inputs: [[4, 3, 7]], usesInputsTwice: true) { tape, x in
            // Weights that differ, after the first norm's ones.
            let mixed = try tape.channelMixing(try tape.normalize(x[0], over: norm, named: "a"), to: 4, named: "mix")
            return try tape.normalize(mixed, over: norm, named: "b")
        }
        #expect(check.worst < 1e-6, "\(check)")
    }

    @Test("refuse groups that don't divide the channels")
    func refusals() {
        let tape = Tape<Float>()
        let x = tape.input("x", shape: [4, 3, 3])
        #expect(throws: ShapeMismatch.self) { try tape.normalize(x, over: .group(3), named: "norm") }
        #expect(throws: ShapeMismatch.self) { try tape.normalize(x, over: .group(0), named: "norm") }
    }
}
