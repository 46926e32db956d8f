import Ansatz

/// The predictor that any model must beat: the mean of the training data, whatever the input.
struct MeanPredictor {
    private let means: [Tensor<Double>]

    /// Where the judged samples lie on another grid than the training data, their own mean stands in for that of the
    /// training data, which favours the mean predictor.
    init(trainedOn training: SampleSet, judged: JudgedSamples) throws {
        means = try judged.outputs.map { output in
            let isSame = training.variables.first { $0.name == output.name }.map { $0.shape == output.shape } ?? false
            return try Self.mean(of: output, isSame ? training : judged.samples)
        }
    }

    private static func mean(of variable: SampleVariable, _ samples: SampleSet) throws -> Tensor<Double> {
        var sum = Tensor<Double>(shape: variable.shape)
        for index in 0..<samples.count {
            axpy(1 / Double(samples.count), try samples.field(variable.name, sample: index).doubles, &sum)
        }
        return sum
    }

    /// Its relative error, meaned over outputs.
    func relativeL2(of truth: [Field]) -> Double {
        zip(means, truth).reduce(0) { $0 + SampleScores.relativeL2($1.0, $1.1.doubles) } / Double(max(means.count, 1))
    }
}
