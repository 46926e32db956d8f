import Ansatz

/// The samples that a model is judged on, fitted to what it takes and gives: by the names of variables.
struct JudgedSamples {
    let samples: SampleSet
    let inputs: [SampleVariable]
    /// What the model predicts, on the samples' grid.
    let outputs: [SampleVariable]
    /// Whether the grid is another one than that of the training.
    let isOtherGrid: Bool

    /// - Throws: ``RunFailure`` where the samples lack a variable of the model.
    init(_ samples: SampleSet, for model: TrainedModel) throws {
        self.samples = samples
        func find(_ variables: [SampleVariable], _ role: String) throws -> [SampleVariable] {
            try variables.map { wanted in
                guard let found = samples.variables.first(where: { $0.name == wanted.name }) else {
                    throw RunFailure(
                        "the samples have no variable '\(wanted.name)', which the model has as \(role)",
                        help: "they have \(Suggestion.list(samples.variables.map(\.name))); name the model's under "
                            + "'inputs' and 'outputs' of 'on'")
                }
                guard found.axes.count == wanted.axes.count else {
                    throw RunFailure(
                        "'\(found.name)' has \(found.axes.count) axes in these samples, and \(wanted.axes.count) in the "
                            + "model", help: "judge the model on samples of the kind it was trained on")
                }
                return found
            }
        }
        inputs = try find(model.task.inputs, "input")
        outputs = try find(model.task.outputs, "output")
        isOtherGrid = zip(inputs + outputs, model.task.inputs + model.task.outputs).contains { $0.shape != $1.shape }
    }

    var count: Int { samples.count }

    func inputs(of sample: Int) throws -> [Field] { try inputs.map { try samples.field($0.name, sample: sample) } }

    func truth(of sample: Int) throws -> [Field] { try outputs.map { try samples.field($0.name, sample: sample) } }
}
