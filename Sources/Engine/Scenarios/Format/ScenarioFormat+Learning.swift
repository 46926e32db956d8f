import Ansatz

extension ScenarioFormat {
    /// What every `train` stage has under `with`, beside the operator's own options.
    static let recipe: [FormatKey] = TrainingRecipe.keys.map { key in
        let key = key.description
        return FormatKey(
            key.name, .value(key.type, key.range), isRequired: key.isRequired,
            default: key.isRequired ? nil : OptionText(key).standard,
            help: key.help + (key.isExtendable ? "; more of them later continue the training" : ""))
    }

    /// The keys of an `evaluate` stage.
    static let evaluation: [FormatKey] = [
        FormatKey(
            "evaluate", .stageName, isRequired: true,
            help: "the stage that trained the model; all of its methods where it has several"),
        FormatKey("models", .value(.list(.text), nil), default: "none", help: "further such stages, judged alike"),
        FormatKey(
            "on", .value(SampleReference.optionType, nil), isRequired: true,
            help: "samples that the models have not seen, such as data.test; maybe on another grid"),
        FormatKey(
            "metrics", .value(.list(.component(.metric)), nil), default: "relative_l2",
            help: "how predictions are compared with the truth"),
        FormatKey(
            "worst", .value(.integer, .closed(0, 16)), default: "\(EvaluationRequest.standardWorst)",
            help: "how many of the worst predictions to keep and show, beside a typical one"),
        FormatKey(
            "batch", .value(.integer, .closed(1, 65536)), default: "\(EvaluationRequest.standardBatch)",
            help: "samples that are predicted at a time"),
        FormatKey(
            "problem", .component(.problem),
            help: "the problem that the samples are of: predictions get its certificate, and a solver can be compared"),
        FormatKey(
            "solver", .component(.solver), help: "the classical solver of that problem, timed at the model's error"),
    ]

    /// The numbers of an `evaluate` stage that follow from no metric.
    static let evaluationMetrics: [(name: String, meaning: String)] = [
        ("relative_l2", "mean over the samples of the relative error; so with every metric"),
        ("relative_l2_median", "its median; so with every metric"),
        ("relative_l2_max", "its largest value; so with every metric"),
        ("worst_sample", "the sample that has it"), ("samples", "number of samples"),
        ("parameters", "trained numbers of the model"),
        ("mean_predictor", "mean relative error of predicting the mean of the training data every time"),
        ("seconds_per_sample", "wall-clock time of a prediction, samples one at a time"),
        ("seconds_per_sample_batch", "wall-clock time of a prediction, samples in batches"),
    ]

    /// Those that an `evaluate` stage with a problem has beside them; they are of some of the samples, evenly spread.
    static let problemMetrics: [(name: String, meaning: String)] = [
        ("residual", "with 'problem': mean relative residual of the predictions in its equations"),
        ("energy_error_bound", "with 'problem': mean guaranteed bound of the error in the energy norm"),
        ("relative_energy_error_bound", "with 'problem': the same relative to the prediction's energy"),
        ("wall_error", "with 'problem': mean distance from the values given on walls"),
        ("solver_tolerance", "with 'solver': the loosest tolerance at which it is as good as the model"),
        ("solver_error", "with 'solver': its mean relative error there"),
        ("solver_iterations", "with 'solver': its mean iterations there"),
        ("solver_seconds_per_sample", "with 'solver': wall-clock time of posing and solving there"),
    ]
}
