import Ansatz
import Engine
import TestSupport
import Testing

@Suite("MgNO")
struct MgNOTests {
    private func variable(_ name: String, _ shape: [Int]) -> SampleVariable {
        SampleVariable(
            name,
            axes: zip(["y", "x"], shape).map {
                Axis($0, .uniform(first: 0, spacing: 1 / Double($1), count: $1))
            })
    }

    private func parameters(_ options: String, _ size: Int, inputs: Int = 1) throws -> Parameters<Float> {
        let task = LearningTask(
            inputs: (0..<inputs).map { variable("a\($0)", [size, size]) }, outputs: [variable("u", [size, size])])
        let tape = Tape<Float>()
        let values = task.inputs.map { tape.input($0.name, shape: $0.shape) }
        let result = try loadedOperator("{ mgno: { \(options) } }").record(on: tape, values, task)
        #expect(result.map(\.count) == [size * size])
        return Parameters(of: tape)
    }

    @Test("has the published numbers of parameters")
    func counts() throws {
        // Darcy, rough and multiscale; the smooth case on 211 points, where odd levels have kernels of 3.
        #expect(try parameters("", 64).count == 572_661)
        #expect(try parameters("", 256).count == 572_661)
        #expect(try parameters("layers: 5", 211).count == 678_093)
        // Navier-Stokes: stencils with bias, no bypass, and layer norms on levels of 64 to 8 points.
        let flow = try parameters(
            "layers: 5, channels: 32, iterations: [1, 1, 1, 2, 2], padding: circular, bias: true, bypass: false, norm: layer",
            64)
        let norms = flow.entries.filter { $0.name.contains("/norm/") }.reduce(0) { $0 + $1.shape.reduce(1, *) }
        #expect(norms == 1_740_800)
        #expect(flow.count - norms == 1_144_394)
        // The true residual takes one more stencil on every level but the coarsest: 3 layers of 24 to 24, one of 24 to 1.
        #expect(try parameters("residual: true", 64).count == 572_661 + 5 * (3 * 24 * 24 * 9 + 24 * 9))
    }
}
