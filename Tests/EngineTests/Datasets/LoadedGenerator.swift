import Ansatz
import Testing

/// A generator by what a scenario would say, that draws as the engine does.
struct LoadedGenerator {
    private var generator: any Generator
    private let run: RunContext

    init(_ yaml: String, seed: UInt64 = 5) throws {
        run = RunContext(seed: seed, stage: "data", threads: .one)
        var generator = try #require(try decoded(yaml, as: (any Generator).self).make() as? any Generator)
        try generator.prepare(run)
        self.generator = generator
    }

    var axes: [[Axis]] { get throws { try generator.layout().map(\.axes) } }

    mutating func callAsFunction(_ index: Int) throws -> GeneratedSample {
        var random = run.random("sample", index: index)
        let sample = try generator.sample(index, &random, run)
        #expect(sample.residual <= generator.residualLimit && sample.residual >= 0)
        #expect(try sample.values.map(\.shape) == generator.layout().map(\.shape))
        return sample
    }
}
