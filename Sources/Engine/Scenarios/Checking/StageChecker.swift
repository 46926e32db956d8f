import Ansatz

/// Checks one stage.
struct StageChecker {
    let registry: Registry
    let baseDirectory: String
    /// Takes the errors of all stages.
    let report: OptionDecoder

    func check(_ entry: Setting.Entry) -> StageOutline {
        let before = report.diagnostics.count
        let referencesBefore = report.stageReferences.count
        if !Registry.isAllowed(entry.key) {
            report.report(
                "the stage name '\(entry.key)' is not allowed", at: entry.keyLocation,
                help: "use 1 to 64 of a-z, 0-9, '_' and '-'")
        }
        var outline = StageOutline(name: entry.key)
        guard let entries = entry.value.entries else {
            report.report(
                "stage '\(entry.key)' must be a mapping, found \(entry.value.kindDescription)",
                at: entry.value.text == "" ? entry.keyLocation : entry.value.location,
                help: "write `\(entry.key): { solve: poisson, using: { solver: ... } }`")
            return outline
        }
        var verbs = entries.compactMap { item in StageVerb(rawValue: item.key).map { (verb: $0, entry: item) } }
        if verbs.count != 1 {
            let likely = reportVerbs(entry, entries, verbs.map(\.entry))
            // With the verb that was meant, the rest of the stage can be checked.
            if let likely { verbs = [likely] }
        }
        guard let first = verbs.first, verbs.count == 1 else { return outline }
        outline.verb = first.verb
        outline.methodNames = entry.value["methods"]?.entries?.map(\.key) ?? []
        if first.verb == .evaluate {
            outline.location = entry.keyLocation
            outline.evaluation = EvaluationChecker(registry: registry, baseDirectory: baseDirectory, report: report)
                .check(entry, noun: first.entry)
            outline.references = Array(report.stageReferences[referencesBefore...])
            outline.isSound = report.diagnostics.count == before
            return outline
        }
        let work = work(of: entry, first.verb, noun: first.entry)
        outline.references = Array(report.stageReferences[referencesBefore...])
        if case .comparison(let request)? = work { outline.comparison = request }
        if let work, report.diagnostics.count == before {
            outline.definition = StageDefinition(
                name: entry.key, verb: first.verb, location: entry.keyLocation, work: work,
                dependencies: outline.references)
        }
        return outline
    }

    private func work(of stage: Setting.Entry, _ verb: StageVerb, noun: Setting.Entry) -> StageDefinition.Work? {
        if verb == .compare {
            return ComparisonChecker(report).check(stage.value, noun: noun.value).map { .comparison($0) }
        }
        var subjects: [ConfiguredComponent] = []
        let methods = MethodChecker(
            registry: registry, baseDirectory: baseDirectory, report: report, stage: stage, verb: verb, noun: noun,
            noteSubject: { subjects.append($0) }
        ).check()
        let checker = OutputChecker(report)
        let entry = verb.nounRole.flatMap { role in noun.value.text.flatMap { registry[role, $0] } }
        let output = checker.check(stage.value["output"], keys: verb.outputKeys(of: entry))
        checker.checkFields(of: stage.value["output"], subjects: subjects, noun: noun)
        let checkpoint = checker.checkpoint(stage.value["checkpoint"], verb: verb)
        return methods.isEmpty ? nil : .methods(methods, output, checkpoint)
    }

    /// - Returns: the verb that was meant, where that is plain.
    private func reportVerbs(
        _ stage: Setting.Entry, _ entries: [Setting.Entry], _ verbs: [Setting.Entry]
    ) -> (verb: StageVerb, entry: Setting.Entry)? {
        let names = StageVerb.allCases.map(\.rawValue)
        if verbs.count > 1 {
            report.report(
                "stage '\(stage.key)' has two verbs, '\(verbs[0].key)' and '\(verbs[1].key)'", at: verbs[1].keyLocation,
                help: "make two stages of it")
            return nil
        }
        let known = StageVerb.allCases.flatMap { $0.keys.dropFirst().map(\.name) }
        if let likely = entries.first(where: { entry in
            !known.contains(entry.key) && Suggestion.closest(to: entry.key, among: names) != nil
        }) {
            report.report(
                "unknown verb '\(likely.key)' of stage '\(stage.key)'", at: likely.keyLocation,
                help: Suggestion.help(for: likely.key, among: names, noun: "verb"))
            return Suggestion.closest(to: likely.key, among: names).flatMap(StageVerb.init(rawValue:)).map {
                ($0, likely)
            }
        } else if let noun = entries.lazy.filter({ !known.contains($0.key) }).compactMap({ entry in
            ["run", "simulate", "compute", "problem", "verb", "do"].contains(entry.key) ? entry : nil
        }).first {
            report.report(
                "stage '\(stage.key)' has no verb, and '\(noun.key)' is none", at: noun.keyLocation,
                help: verbHelp(for: noun.value.text ?? "", names))
        } else {
            report.report(
                "stage '\(stage.key)' has no verb", at: stage.keyLocation,
                help: Suggestion.help(for: "", among: names, noun: "verb"))
        }
        return nil
    }

    /// The verb that fits the noun; else all of them.
    private func verbHelp(for noun: String, _ names: [String]) -> String {
        guard !registry.entries(named: noun).isEmpty else {
            return Suggestion.help(for: "", among: names, noun: "verb")
        }
        return KeyHome(registry).help(for: noun, among: [], noun: "verb")
    }
}

/// What can be known of a stage even where it has errors.
struct StageOutline {
    var name: String
    /// `nil` where the stage does not say.
    var verb: StageVerb?
    var methodNames: [String] = []
    var references: [StageReference] = []
    /// What a `compare` stage asks for.
    var comparison: ComparisonRequest?
    /// What an `evaluate` stage asks for; its methods follow from other stages.
    var evaluation: EvaluationOutline?
    /// Where an `evaluate` stage stands, and whether it has no errors of its own.
    var location: SourceLocation?
    var isSound = true
    /// `nil` where the stage has errors.
    var definition: StageDefinition?
}
