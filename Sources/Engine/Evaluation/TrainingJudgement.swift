import Ansatz

/// What is found of a model after training: from the file that was written, not from what the training says.
struct TrainingJudgement {
    /// The loss of the samples held back, computed anew; `nil` where there are none.
    let validationError: Double?
    let certificate: Certificate
    /// Whether all weights and losses are finite numbers.
    let isFinite: Bool

    /// Predictions are computed in single precision, so that errors near its rounding are not compared.
    private static let rounding = 1e-5
    private static let agreement = 1e-3

    init(of model: TrainedModel, _ training: Training, _ samples: SampleSet, _ run: RunContext) throws {
        let spoilt = model.weights.reduce(0) { count, weight in
            count + weight.values.withBuffer { $0.count { !$0.isFinite } }
        }
        let losses = training.history.count { !$0.trainingLoss.isFinite }
        isFinite = spoilt + losses == 0
        var checks: [Certificate.Check] = [
            .init(
                "non_finite", "weights and losses that are not finite numbers, counted", value: Double(spoilt + losses),
                limit: 0)
        ]
        let claims = training.history.compactMap(\.validationError)
        let claimed = training.recipe.patience == nil ? claims.last : claims.min()
        if let claimed, !training.validationSamples.isEmpty {
            let measured = try Self.loss(of: model, training, samples, run)
            validationError = measured
            let scale = training.recipe.loss.isRelative ? max(claimed, Self.rounding) : claimed
            checks.append(
                .init(
                    "validation_mismatch",
                    "relative difference of the written model's validation error, computed anew, from that seen in training",
                    value: measured == claimed ? 0 : abs(measured - claimed) / scale, limit: Self.agreement))
        } else {
            validationError = nil
        }
        certificate = Certificate(checks)
    }

    /// The mean loss of the model's predictions for the validation samples.
    private static func loss(
        of model: TrainedModel, _ training: Training, _ samples: SampleSet, _ run: RunContext
    ) throws -> Double {
        let indices = training.validationSamples
        let batch = min(training.batch, indices.count)
        let predictor = try model.predictor(batch: batch, threads: run.threads)
        let measures = try model.task.outputs.map { variable in
            let tape = Tape<Float>()
            let prediction = tape.input("prediction", shape: variable.shape)
            let truth = tape.input("truth", shape: variable.shape)
            let loss = try tape.loss(
                training.recipe.loss, of: prediction, against: truth, variable, truncation: training.recipe.truncation)
            return try Program(
                tape, outputs: [loss], batch: batch, trains: false, parameters: Parameters(of: tape),
                threads: run.threads)
        }
        var sum = 0.0
        for start in stride(from: 0, to: indices.count, by: batch) {
            try run.checkCancellation()
            let part = Array(indices[start..<min(start + batch, indices.count)])
            try predictor.load(samples, part)
            predictor.run(samples: part.count)
            for (index, (variable, measure)) in zip(model.task.outputs, measures).enumerated() {
                let count = part.count * variable.count
                _ = measure.input(0).update(fromContentsOf: predictor.output(index)[..<count])
                try samples.load(
                    variable.name, part, into: UnsafeMutableBufferPointer(rebasing: measure.input(1)[..<count]))
                measure.run(samples: part.count)
                for loss in measure.output(0).prefix(part.count) { sum += Double(loss) }
            }
        }
        return sum / Double(indices.count * max(measures.count, 1))
    }
}
