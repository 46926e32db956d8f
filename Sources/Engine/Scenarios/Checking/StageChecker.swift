import Ansatz

/// Checks one stage.
struct StageChecker {
    let registry: Registry
    let baseDirectory: String
    /// Takes the errors of all stages.
    let report: OptionDecoder

    func check(_ entry: Setting.Entry) -> StageDefinition? {
        let before = report.diagnostics.count
        if !Registry.isAllowed(entry.key) {
            report.report(
                "the stage name '\(entry.key)' is not allowed", at: entry.keyLocation,
                help: "use 1 to 64 of a-z, 0-9, '_' and '-'")
        }
        guard let entries = entry.value.entries else {
            report.report(
                "stage '\(entry.key)' must be a mapping, found \(entry.value.kindDescription)",
                at: entry.value.location ?? entry.keyLocation)
            return nil
        }
        let verbs = entries.compactMap { item in StageVerb(rawValue: item.key).map { (verb: $0, entry: item) } }
        guard let first = verbs.first, verbs.count == 1 else {
            reportVerbs(entry, entries, verbs.map(\.entry))
            return nil
        }
        let work: StageDefinition.Work?
        var references: [StageReference] = []
        switch first.verb {
        case .compare:
            let request = ComparisonChecker(report).check(entry.value, noun: first.entry.value)
            references = request.map { [$0.stage] } ?? []
            work = request.map { .comparison($0) }
        case .generate, .solve, .integrate, .use:
            let methods = MethodChecker(
                registry: registry, baseDirectory: baseDirectory, report: report, stage: entry, verb: first.verb,
                noun: first.entry
            ).check()
            references = methods.flatMap(\.stageReferences)
            let output = OutputChecker(report).check(entry.value["output"], verb: first.verb)
            let checkpoint = OutputChecker(report).checkpoint(entry.value["checkpoint"], verb: first.verb)
            work = methods.isEmpty ? nil : .methods(methods, output, checkpoint)
        }
        guard let work, report.diagnostics.count == before else { return nil }
        return StageDefinition(
            name: entry.key, verb: first.verb, location: entry.keyLocation, work: work, dependencies: references)
    }

    private func reportVerbs(_ stage: Setting.Entry, _ entries: [Setting.Entry], _ verbs: [Setting.Entry]) {
        let names = StageVerb.allCases.map(\.rawValue)
        if verbs.count > 1 {
            report.report(
                "stage '\(stage.key)' has two verbs, '\(verbs[0].key)' and '\(verbs[1].key)'", at: verbs[1].keyLocation,
                help: "make two stages of it")
            return
        }
        let known = ["with", "using", "methods", "output", "checkpoint", "metrics", "order"]
        if let likely = entries.first(where: { entry in
            !known.contains(entry.key) && Suggestion.closest(to: entry.key, among: names) != nil
        }) {
            report.report(
                "unknown verb '\(likely.key)' of stage '\(stage.key)'", at: likely.keyLocation,
                help: Suggestion.help(for: likely.key, among: names, noun: "verb"))
        } else {
            report.report(
                "stage '\(stage.key)' has no verb", at: stage.keyLocation,
                help: Suggestion.help(for: "", among: names, noun: "verb"))
        }
    }
}
