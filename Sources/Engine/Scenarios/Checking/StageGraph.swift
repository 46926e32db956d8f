import Ansatz

/// The stages of a scenario in an order in which each follows those it reads.
struct StageGraph {
    /// Those without errors.
    let ordered: [StageDefinition]

    /// Reports references to stages or methods that don't exist, and circles.
    init(_ stages: [StageOutline], _ decoder: OptionDecoder) {
        for stage in stages {
            for reference in stage.references { Self.check(reference, of: stage, stages, decoder) }
        }
        var ordered: [StageDefinition] = []
        var isFinished: [String: Bool] = [:]
        func visit(_ stage: StageOutline, _ path: [String]) {
            isFinished[stage.name] = false
            for reference in stage.references {
                guard let next = stages.first(where: { $0.name == reference.stage }) else { continue }
                switch isFinished[next.name] {
                case true?: continue
                case nil: visit(next, path + [stage.name])
                case false?:
                    let circle = (path + [stage.name]).drop { $0 != next.name } + [next.name]
                    decoder.report(
                        circle.count == 2
                            ? "stage '\(next.name)' reads itself"
                            : "stages read each other in a circle: \(circle.joined(separator: " -> "))",
                        at: reference.location, help: "a stage can only read what was made before it")
                }
            }
            isFinished[stage.name] = true
            if let definition = stage.definition { ordered.append(definition) }
        }
        for stage in stages where isFinished[stage.name] == nil { visit(stage, []) }
        self.ordered = ordered
    }

    private static func check(
        _ reference: StageReference, of stage: StageOutline, _ stages: [StageOutline], _ decoder: OptionDecoder
    ) {
        let parts = reference.path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let target = stages.first(where: { $0.name == parts[0] }) else {
            decoder.report(
                "there is no stage '\(parts[0])'", at: reference.location,
                help: Suggestion.help(
                    for: parts[0], among: stages.map(\.name).filter { $0 != stage.name }, noun: "other stage"))
            return
        }
        // What a stage without a verb would hold is not known.
        guard let verb = target.verb else { return }
        if verb == .compare {
            decoder.report(
                "stage '\(parts[0])' is a comparison, which has no results of its own", at: reference.location,
                help: "name a solve, integrate or generate stage")
        } else if stage.verb == .compare {
            if parts.count > 1 {
                decoder.report(
                    "'\(reference.path)' is one method; a comparison takes a whole stage", at: reference.location,
                    help: "write '\(parts[0])'")
            }
        } else {
            checkMethod(parts, reference, target.methodNames, decoder)
        }
    }

    private static func checkMethod(
        _ parts: [String], _ reference: StageReference, _ methods: [String], _ decoder: OptionDecoder
    ) {
        let help =
            methods.isEmpty
            ? "write '\(parts[0])'"
            : "write \(methods.count > 1 ? "one of " : "")"
                + Suggestion.list(methods.map { "\(parts[0]).\($0)" })
        if parts.count == 1 {
            if methods.isEmpty { return }
            decoder.report(
                "stage '\(parts[0])' has methods, and each has a result of its own", at: reference.location, help: help)
        } else if parts.count > 2 || !methods.contains(parts[1]) {
            let name = parts.dropFirst().joined(separator: ".")
            decoder.report("stage '\(parts[0])' has no method '\(name)'", at: reference.location, help: help)
        }
    }
}
