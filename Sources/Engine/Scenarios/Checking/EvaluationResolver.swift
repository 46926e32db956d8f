import Ansatz

/// Gives `evaluate` stages their methods: one for every trained model that they name.
///
/// A model is called like its method where one stage with methods is named, like its stage where several stages are,
/// and `stage-method` where both are several.
struct EvaluationResolver {
    private let decoder: OptionDecoder

    init(_ decoder: OptionDecoder) { self.decoder = decoder }

    func resolve(_ stages: inout [StageOutline]) {
        let targets = Dictionary(stages.map { ($0.name, $0) }) { first, _ in first }
        for index in stages.indices where !decoder.isFull {
            guard let outline = stages[index].evaluation else { continue }
            let before = decoder.diagnostics.count
            let models = outline.models.flatMap { self.models($0, among: outline.models, targets) }
            reportRepeated(models)
            stages[index].methodNames = models.compactMap(\.name)
            guard decoder.diagnostics.count == before, stages[index].isSound, !models.isEmpty else { continue }
            let methods = models.compactMap { method($0, outline) }
            guard methods.count == models.count else { continue }
            var dependencies = stages[index].references.filter { reference in
                !outline.models.contains { $0.path == reference.path }
            }
            for reference in methods.flatMap(\.stageReferences) where !dependencies.contains(reference) {
                dependencies.append(reference)
            }
            stages[index].definition = StageDefinition(
                name: stages[index].name, verb: .evaluate, location: stages[index].location,
                work: .methods(methods, OutputRequest(), .seconds(30)), dependencies: dependencies)
        }
    }

    private struct Model {
        var name: String?
        var reference: StageReference
        /// `nil` where the stage has errors of its own.
        var trained: MethodDefinition?
    }

    /// Reports a model that a stage with methods brings and that is named beside it, and two of one name.
    private func reportRepeated(_ models: [Model]) {
        for (index, model) in models.enumerated() {
            if models[..<index].contains(where: { $0.reference.path == model.reference.path }) {
                decoder.report(
                    "model '\(model.reference.path)' is there twice", at: model.reference.location,
                    help: "a stage with methods stands for all of them: name the stage, or single methods")
                return
            }
            if let name = model.name, let other = models[..<index].first(where: { $0.name == name }) {
                decoder.report(
                    "'\(other.reference.path)' and '\(model.reference.path)' would both be called '\(name)' here",
                    at: model.reference.location, help: "rename a stage or method, or judge them in two stages")
                return
            }
        }
    }

    private func models(
        _ reference: StageReference, among all: [StageReference], _ targets: [String: StageOutline]
    ) -> [Model] {
        // A stage that is not there is reported with all references.
        guard let target = targets[reference.stage], let verb = target.verb else { return [] }
        guard verb == .train else {
            let trainers = targets.values.filter { $0.verb == .train }.map(\.name).sorted()
            decoder.report(
                "stage '\(reference.stage)' trains nothing: its verb is '\(verb.rawValue)'", at: reference.location,
                help: trainers.isEmpty
                    ? "name a stage with the verb 'train'"
                    : Suggestion.help(for: reference.stage, among: trainers, noun: "stage that trains"))
            return []
        }
        let isAlone = all.count == 1
        let chosen = target.methodNames.filter { $0 == reference.method || reference.method == nil }
        if target.methodNames.isEmpty {
            return [
                Model(
                    name: isAlone ? nil : reference.stage, reference: reference,
                    trained: target.definition?.methods.first)
            ]
        }
        return chosen.map { method in
            Model(
                name: isAlone && reference.method == nil
                    ? method : isAlone ? nil : "\(reference.stage)-\(method)",
                reference: StageReference(
                    path: StageReference.path(stage: reference.stage, method: method), location: reference.location),
                trained: target.definition?.methods.first { $0.name == method })
        }
    }

    private func method(_ model: Model, _ outline: EvaluationOutline) -> MethodDefinition? {
        guard let trained = model.trained, let training = trained.training else { return nil }
        let request = EvaluationRequest(
            model: model.reference, on: outline.on, trainedOn: training.on, metrics: outline.metrics,
            worst: outline.worst, batch: outline.batch, problem: outline.problem, solver: outline.solver)
        var plugins = trained.plugins
        for entry in outline.components where !plugins.contains(entry.plugin) { plugins.append(entry.plugin) }
        return MethodDefinition(
            name: model.name, subject: trained.subject, method: nil, fallback: nil, samples: nil, training: nil,
            evaluation: request, inputFiles: trained.inputFiles + outline.inputFiles,
            stageReferences: [model.reference] + outline.stageReferences + trained.stageReferences, plugins: plugins,
            location: model.reference.location)
    }
}
