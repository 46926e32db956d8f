import Ansatz

/// Checks what every `train` stage has beside the operator's own options: `on`, and the recipe among the keys of `with`.
struct TrainingChecker {
    private let decoder: OptionDecoder

    init(_ decoder: OptionDecoder) { self.decoder = decoder }

    /// Takes the recipe's keys out of the options, so that the operator's remain.
    ///
    /// A key that neither has goes to whichever has one like it.
    func take(from options: inout Setting?, stage: Setting.Entry, operator entry: ComponentEntry?) -> TrainingRequest? {
        let names = TrainingRecipe.keys.map(\.description.name)
        let own = entry?.keys.map(\.name) ?? []
        if let entry, let shared = own.first(where: names.contains) {
            decoder.report(
                "operator '\(entry.info.name)' has an option '\(shared)', which the recipe of every training has",
                at: stage.keyLocation, help: "this is a fault of the plugin '\(entry.plugin.name)'")
        }
        var recipe: Setting?
        if let setting = options, let entries = setting.entries {
            func isRecipes(_ key: String) -> Bool {
                if names.contains(key) || own.contains(key) { return names.contains(key) }
                return Suggestion.closest(to: key, among: names + own).map(names.contains) ?? false
            }
            let taken = entries.filter { isRecipes($0.key) }
            if !taken.isEmpty { recipe = Setting(.mapping(taken), at: setting.location) }
            options = Setting(.mapping(entries.filter { !isRecipes($0.key) }), at: setting.location)
        }
        let decoded = decoder.decode(TrainingRecipe.self, from: recipe, of: "the training", at: stage.keyLocation)
        guard let on = samples(stage, verb: .train) else { return nil }
        return TrainingRequest(on: on, recipe: decoded.options)
    }

    /// The samples of a `train` or `evaluate` stage.
    func samples(_ stage: Setting.Entry, verb: StageVerb) -> SampleReference? {
        guard let setting = stage.value["on"] else {
            if SettingReader(stage.value, of: "", decoder).isMisspelt("on") { return nil }
            decoder.report(
                "\(verb.rawValue) stage '\(stage.key)' needs 'on'", at: stage.keyLocation,
                help: verb == .train
                    ? "write `on: data.train`: the samples to learn from"
                    : "write `on: data.test`: samples that the model has not seen")
            return nil
        }
        return decoder.reading("on") { SampleReference.decode(setting, with: decoder) }
    }
}
