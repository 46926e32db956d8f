import Ansatz

/// What the problem says of a model's predictions: certificates of some of them, and the classical solver beside them.
struct ProblemJudgement {
    /// Samples that are judged so, evenly spread: solving takes longer than predicting.
    static let sampleLimit = 16

    private(set) var fields: [Field] = []
    private(set) var metrics: [Metric] = []
    private(set) var timings: [Metric] = []

    init(
        _ request: EvaluationRequest, _ judged: JudgedSamples, registry: Registry, _ run: RunContext,
        predict: (Int) throws -> [Field]
    ) throws {
        guard let problem = request.problem else { return }
        let posed = try PosedSamples(problem, solver: request.solver, run)
        let count = min(judged.count, Self.sampleLimit)
        let samples = (0..<count).map { $0 * judged.count / count }
        let output = try posed.output(among: judged.outputs.map(\.name), inputs: try judged.inputs(of: samples[0]))
        var certificates: [[Metric]] = []
        var trials: [ClassicalRival.Trial] = []
        for sample in samples {
            if Interruption.isRequested { throw ComputationError.cancelled }
            let inputs = try judged.inputs(of: sample)
            let prediction = try predict(sample)[output]
            certificates.append(try posed.certify(prediction, of: inputs).metrics)
            trials.append(
                ClassicalRival.Trial(
                    inputs: inputs, truth: try judged.truth(of: sample)[output], prediction: prediction))
        }
        let axis = Axis(
            "judged_sample", .explicit(samples.map(Double.init)), longName: "number of the sample", role: .sample)
        for name in certificates.first?.map(\.name) ?? [] {
            let values = certificates.map { all in all.first { $0.name == name }?.value ?? .nan }
            metrics += [Metric(name, SampleScores.mean(values)), Metric("\(name)_max", values.max() ?? .nan)]
            fields.append(
                try Field("judged_\(name)", axes: [axis], Tensor(values), longName: "\(name) of the prediction"))
        }
        guard let solver = request.solver else { return }
        let outcome = try ClassicalRival(solver, of: posed, registry: registry, run).compare(trials)
        guard let error = outcome.solverError else { return }
        metrics += [Metric("solver_error", error), Metric("solver_iterations", outcome.iterations)]
        if let tolerance = outcome.tolerance { metrics.append(Metric("solver_tolerance", tolerance)) }
        timings.append(Metric("solver_seconds_per_sample", outcome.seconds))
    }
}
