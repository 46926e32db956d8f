import Ansatz

/// Judges one trained model on samples: metrics of each sample, spectrum, worst cases, times, and what it must beat.
struct EvaluateRunner {
    let task: MethodTask
    let request: EvaluationRequest

    func run() throws {
        let watch = Stopwatch()
        let context = task.context(saved: nil)
        let model = try context.model(at: try context.resultFile(of: request.model))
        let judged = try JudgedSamples(try request.on.open(context), for: model)
        let predictions = try ModelPredictions(model, judged, batch: request.batch, context)
        let outcome = try judge(predictions, judged, context)
        let errors = outcome.error.ofSamples
        var fields = try outcome.scores.flatMap {
            try $0.fields(over: .index("sample", count: judged.count, role: .sample))
        }
        for (output, spectrum) in zip(judged.outputs, outcome.spectra) {
            fields += try spectrum?.fields(named: output.name, of: output) ?? []
        }
        fields += try PredictionCases(errors, worst: request.worst).fields(judged, errors: errors) { sample in
            try predictions.predict([sample])[0]
        }
        var metrics = outcome.scores.flatMap(\.metrics)
        metrics += [
            Metric("samples", Double(judged.count)), Metric("parameters", Double(model.parameterCount)),
            Metric("worst_sample", Double(PredictionCases(errors, worst: 1).samples.first ?? 0)),
        ]
        if let mean = outcome.meanPredictor { metrics.append(Metric("mean_predictor", mean)) }
        let problem = try ProblemJudgement(request, judged, registry: task.models.registry, context) { sample in
            try predictions.predict([sample])[0]
        }
        fields += problem.fields
        metrics += problem.metrics
        let timings = try predictions.timings() + problem.timings
        let certificate = Certificate([
            .init(
                "non_finite", "predicted numbers that are not finite, counted", value: Double(outcome.nonFinite),
                limit: 0)
        ])
        guard certificate.isValid else {
            throw CertificateFailure(
                certificate, method: "the model",
                help: "the samples may lie far from those it was trained on: compare their ranges")
        }
        try task.write(fields, usesFallback: false)
        try task.publish(
            metrics, certificate: certificate, seconds: watch.seconds, usesFallback: false, timings: timings)
    }

    private struct Outcome {
        /// The relative error in the Euclidean norm, by which the worst cases are chosen.
        var error: SampleScores
        /// With it all metrics that were asked for.
        var scores: [SampleScores]
        var spectra: [ErrorSpectrum?]
        /// `nil` where the mean of the training data can't be brought to the judged grid.
        var meanPredictor: Double?
        var nonFinite = 0
    }

    private func judge(
        _ predictions: ModelPredictions, _ judged: JudgedSamples, _ context: RunContext
    ) throws -> Outcome {
        let names = judged.outputs.map(\.name)
        let error = SampleScores("relative_l2", outputs: names)
        // What the engine computes anyway is not computed twice.
        let metrics = try request.metrics.filter { $0.name != error.name }.map { ($0, try context.make($0)) }
        var outcome = Outcome(
            error: error, scores: metrics.map { SampleScores($0.0.name, outputs: names) },
            spectra: judged.outputs.map(ErrorSpectrum.init))
        let mean = try MeanPredictor(trainedOn: try request.trainedOn.open(context), judged: judged)
        if mean == nil {
            context.log("no mean_predictor: the training data lie on axes without points in common with these samples'")
        }
        var meanErrors: [Double] = []
        var meter = ProgressMeter(task, done: 0, total: judged.count, unit: "samples")
        for start in stride(from: 0, to: judged.count, by: predictions.batch) {
            if Interruption.isRequested { throw ComputationError.cancelled }
            let indices = Array(start..<min(judged.count, start + predictions.batch))
            for (sample, predicted) in zip(indices, try predictions.predict(indices)) {
                let truths = try judged.truth(of: sample)
                for (output, (prediction, truth)) in zip(predicted, truths).enumerated() {
                    let (p, t) = (prediction.doubles, truth.doubles)
                    outcome.nonFinite += prediction.statistics.nonFiniteCount
                    outcome.error.add(SampleScores.relativeL2(p, t), output: output)
                    for (index, metric) in metrics.enumerated() {
                        outcome.scores[index].add(
                            try metric.1.value(of: prediction, reference: truth), output: output)
                    }
                    try outcome.spectra[output]?.add(p, t)
                }
                if let mean { meanErrors.append(mean.relativeL2(of: truths)) }
            }
            _ = meter.advance(to: indices.count + start)
        }
        outcome.scores.insert(outcome.error, at: 0)
        if mean != nil { outcome.meanPredictor = SampleScores.mean(meanErrors) }
        return outcome
    }
}
