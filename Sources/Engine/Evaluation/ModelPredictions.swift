import Ansatz

/// What a model says of judged samples, in physical units, and how long it takes to say it.
final class ModelPredictions {
    private let model: TrainedModel
    private let judged: JudgedSamples
    private let context: RunContext
    private let batch: Int

    /// - Throws: where the model can't be applied on the samples' grid.
    init(_ model: TrainedModel, _ judged: JudgedSamples, batch: Int, _ context: RunContext) throws {
        self.model = model
        self.judged = judged
        self.batch = batch
        self.context = context
    }

    /// The outputs of each of some samples, at most a batch of them.
    func predict(_ samples: [Int]) throws -> [[Field]] {
        try samples.map { try model.predict(try judged.inputs(of: $0), context) }
    }

    /// Seconds a sample, one at a time and in batches: the median of repetitions, reading not counted.
    func timings() throws -> [Metric] {
        let single = try seconds(for: 1)
        guard batch > 1, judged.count > 1 else { return [Metric("seconds_per_sample", single)] }
        let size = min(batch, judged.count)
        return [
            Metric("seconds_per_sample", single),
            Metric("seconds_per_sample_batch", try seconds(for: size) / Double(size)),
        ]
    }

    private func seconds(for count: Int) throws -> Double {
        var times: [Double] = []
        let whole = Stopwatch()
        while times.count < 3 || (times.count < 50 && whole.seconds < 0.3) {
            if Interruption.isRequested { throw ComputationError.cancelled }
            let watch = Stopwatch()
            _ = try predict(Array(0..<min(count, judged.count)))
            times.append(watch.seconds)
        }
        return SampleScores.median(times)
    }
}
