import Ansatz

/// Checks an `evaluate` stage, as far as it can be without the stages that it names.
struct EvaluationChecker {
    let registry: Registry
    let baseDirectory: String
    /// Takes the errors of all stages.
    let report: OptionDecoder

    /// - Returns: the stages that are named as models, and what is wanted of them; `nil` where something is wrong.
    func check(_ stage: Setting.Entry, noun: Setting.Entry) -> (models: [StageReference], EvaluationOutline?) {
        let decoder = OptionDecoder(registry: registry, baseDirectory: baseDirectory)
        defer {
            decoder.diagnostics.forEach(report.report)
            decoder.wholeNumbers.forEach(report.noteWholeNumber)
        }
        let keys = StageVerb.evaluate.keys
        // The verb may be misspelt, which was reported.
        SettingReader(stage.value, of: "evaluate stage '\(stage.key)'", decoder).allow(keys.names + [noun.key])
        var models: [StageReference] = []
        if let name = noun.value.text, !name.isEmpty {
            models.append(StageReference(path: name, location: noun.value.location))
        } else {
            decoder.report(
                "'evaluate' must name a stage that trains, found \(noun.value.kindDescription)",
                at: noun.value.location,
                help: noun.value.items == nil ? nil : "write `evaluate: first, models: [second]`")
        }
        if let more = stage.value["models"] {
            let names = decoder.reading("models") { [String].decode(more, with: decoder) } ?? []
            for (name, item) in zip(names, more.items ?? []) {
                if models.contains(where: { $0.path == name }) {
                    decoder.report(
                        "model '\(Setting.shortened(name))' is there twice", at: item.location,
                        help: "each model is judged once: name it under 'evaluate' or once under 'models'")
                } else {
                    models.append(StageReference(path: name, location: item.location))
                }
            }
        }
        models.forEach(report.note)
        let on = TrainingChecker(decoder).samples(stage, verb: .evaluate)
        let metrics = stage.value["metrics"].map { setting in
            decoder.reading("metrics") { [ComponentChoice<any FieldMetric>].decode(setting, with: decoder) } ?? []
        }
        let problem = component("problem", .problem, stage, decoder)
        let solver = component("solver", .solver, stage, decoder)
        if let solver = stage.value["solver"], stage.value["problem"] == nil {
            decoder.report(
                "a solver needs a problem to solve", at: solver.location,
                help: "write `problem: ...` beside it: the problem that the samples are of")
        }
        let worst = number("worst", keys, stage, decoder)
        let batch = number("batch", keys, stage, decoder)
        decoder.stageReferences.forEach(report.note)
        guard let on, decoder.diagnostics.isEmpty, !models.isEmpty else { return (models, nil) }
        let outline = EvaluationOutline(
            models: models, on: on, metrics: metrics ?? [], worst: worst ?? EvaluationRequest.standardWorst,
            batch: batch ?? EvaluationRequest.standardBatch, problem: problem, solver: solver,
            inputFiles: decoder.inputFiles, stageReferences: decoder.stageReferences,
            components: decoder.chosenComponents)
        return (models, outline)
    }

    private func component(
        _ key: String, _ role: ComponentRole, _ stage: Setting.Entry, _ decoder: OptionDecoder
    ) -> ConfiguredComponent? {
        stage.value[key].flatMap { ConfiguredComponent.decode($0, as: role, with: decoder) }
    }

    private func number(
        _ key: String, _ keys: [FormatKey], _ stage: Setting.Entry, _ decoder: OptionDecoder
    ) -> Int? {
        guard let setting = stage.value[key], let value = decoder.reading(key, { Int.decode(setting, with: decoder) })
        else { return nil }
        if let range = keys[key]?.range, !range.contains(Double(value)) {
            decoder.report("'\(key)' must be \(range), found '\(value)'", at: setting.location)
        }
        return value
    }
}

/// An `evaluate` stage before the models that it names are known.
struct EvaluationOutline {
    var models: [StageReference]
    var on: SampleReference
    var metrics: [ComponentChoice<any FieldMetric>]
    var worst: Int
    var batch: Int
    var problem: ConfiguredComponent?
    var solver: ConfiguredComponent?
    var inputFiles: [InputFile]
    var stageReferences: [StageReference]
    var components: [ComponentEntry]
}
