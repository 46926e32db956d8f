import Ansatz

/// A generator that draws the first samples of a dataset.
struct GeneratorExercise: Exercise {
    private var generator: any Generator
    private let layout: [DatasetLayout.Variable]
    private let run: RunContext
    let calls = 4

    init(_ component: ConfiguredComponent, _ run: RunContext, saved: SavedWork?) throws {
        guard var generator = try component.make() as? any Generator else {
            throw ContractViolation("it is no generator")
        }
        try generator.prepare(run)
        self.generator = try restored(generator, from: saved)
        layout = try self.generator.layout()
        self.run = run
        let sizes = layout.map { Tensor<Double>.elementCount(of: $0.shape) }
        guard sizes.allSatisfy({ $0.map { $0 < WorkLimit.unknowns } ?? false }) else {
            throw ComputationError.tooLarge("a sample is larger than tests can hold")
        }
    }

    mutating func call(_ index: Int) throws -> Outcome {
        var random = run.random("sample", index: index)
        let sample = try generator.sample(index, &random, run)
        guard sample.values.map(\.shape) == layout.map(\.shape) else {
            throw ContractViolation(
                "sample \(index) has shapes \(sample.values.map(\.shape)), its layout says \(layout.map(\.shape))")
        }
        return Outcome(
            arrays: zip(layout, sample.values).map { ("\($0.name) of sample \(index)", $1) },
            numbers: [("the residual of sample \(index)", sample.residual)],
            checks: [
                .init(
                    "residual", "residual of sample \(index)", value: sample.residual,
                    limit: generator.residualLimit),
                .init("sign", "negative part of that residual", value: max(-sample.residual, 0), limit: 0),
            ])
    }

    func saved() throws -> SavedWork {
        SavedWork(own: try ownState(of: generator), bound: try run.snapshots())
    }
}

/// How much the suite computes at most, where options could ask for anything.
enum WorkLimit {
    static let unknowns = 1 << 22
    static let bytes = 1 << 28
}
