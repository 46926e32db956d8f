public import Ansatz

/// What an `evaluate` stage does with one model.
public struct EvaluationRequest: Sendable {
    static let standardWorst = 3
    static let standardBatch = 16

    /// The stage, or method of a stage, that trained the model.
    public var model: StageReference
    public var on: SampleReference
    /// The samples that the model was trained on, for the mean predictor.
    public var trainedOn: SampleReference
    public var metrics: [ComponentChoice<any FieldMetric>]
    /// How many of the worst predictions are kept.
    public var worst = Self.standardWorst
    /// Samples at a time.
    public var batch = Self.standardBatch
    public var problem: ConfiguredComponent?
    public var solver: ConfiguredComponent?

    /// As it stands in the key of a result.
    var resolved: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "model": .string(model.path), "on": on.resolved, "metrics": metrics.resolved, "worst": .integer(worst),
            "batch": .integer(batch),
        ]
        if let problem { members["problem"] = problem.resolved }
        if let solver { members["solver"] = solver.resolved }
        return members
    }
}
