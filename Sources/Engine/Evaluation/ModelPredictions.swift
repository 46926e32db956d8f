import Ansatz

/// What a model says of judged samples, in physical units, and how long it takes to say it.
final class ModelPredictions {
    private let model: TrainedModel
    private let judged: JudgedSamples
    private let run: RunContext
    private let predictor: Predictor
    /// Samples at a time, at most.
    let batch: Int

    /// - Throws: where the model can't be applied on the samples' grid.
    init(_ model: TrainedModel, _ judged: JudgedSamples, batch: Int, _ run: RunContext) throws {
        self.model = model
        self.judged = judged
        self.run = run
        self.batch = max(1, min(batch, judged.count))
        predictor = try model.predictor(inputs: judged.inputs, batch: self.batch, threads: run.threads)
        for (predicted, truth) in zip(predictor.task.outputs, judged.outputs) where predicted.shape != truth.shape {
            throw RunFailure(
                "the model gives '\(predicted.name)' of shape \(predicted.shape) for these inputs, and the samples have "
                    + "\(truth.shape)", help: "judge it on samples whose inputs and outputs are on grids alike")
        }
    }

    /// The outputs of each of some samples, at most a batch of them.
    func predict(_ samples: [Int]) throws -> [[Field]] {
        try predictor.load(judged.samples, samples)
        predictor.run(samples: samples.count)
        return try samples.indices.map { slot in
            try judged.outputs.enumerated().map { index, variable in
                let values = predictor.output(index)[(slot * variable.count)..<((slot + 1) * variable.count)]
                return try Field(
                    variable.name, axes: variable.axes, Tensor(Array(values), shape: variable.shape),
                    unit: variable.unit, longName: variable.longName)
            }
        }
    }

    /// Seconds a sample, one at a time and in batches: the median of repetitions, reading not counted.
    func timings() throws -> [Metric] {
        let single = batch == 1 ? predictor : try model.predictor(inputs: judged.inputs, batch: 1, threads: run.threads)
        var timings = [Metric("seconds_per_sample", try seconds(single))]
        if batch > 1 {
            timings.append(Metric("seconds_per_sample_batch", try seconds(predictor) / Double(batch)))
        }
        return timings
    }

    private func seconds(_ predictor: Predictor) throws -> Double {
        try predictor.load(judged.samples, Array(0..<predictor.batch))
        predictor.run(samples: predictor.batch)
        var times: [Double] = []
        let whole = Stopwatch()
        while times.count < 3 || (times.count < 100 && whole.seconds < 0.3) {
            if Interruption.isRequested { throw ComputationError.cancelled }
            // A run may write over its inputs.
            try predictor.load(judged.samples, Array(0..<predictor.batch))
            let watch = Stopwatch()
            predictor.run(samples: predictor.batch)
            times.append(watch.seconds)
        }
        return SampleScores.median(times)
    }
}
