import Ansatz

/// The stages of a scenario in an order in which each follows those it reads.
struct StageGraph {
    /// Those without errors.
    let ordered: [StageDefinition]

    /// Reports references to stages or methods that don't exist, and circles.
    init(_ stages: [StageOutline], _ decoder: OptionDecoder) {
        let numbers = Dictionary(stages.enumerated().map { ($1.name, $0) }) { first, _ in first }
        for stage in stages {
            for reference in stage.references where !decoder.isFull {
                Self.check(reference, of: stage, stages, numbers, decoder)
            }
            if let request = stage.comparison, !decoder.isFull, let number = numbers[request.stage.path] {
                Self.checkAgainst(request, stages[number], decoder)
            }
        }
        let edges = stages.map { stage in
            stage.references.compactMap { reference in
                numbers[reference.stage].map { (stage: $0, place: reference.location) }
            }
        }
        var ordered: [StageDefinition] = []
        var isFinished = [Bool?](repeating: nil, count: stages.count)
        // The stages on the way, with the number of the edge to follow next: a long way must not become deep calls.
        var path: [(stage: Int, edge: Int)] = []
        for start in stages.indices where isFinished[start] == nil {
            path = [(start, 0)]
            isFinished[start] = false
            while let (stage, edge) = path.last {
                guard edge < edges[stage].count else {
                    isFinished[stage] = true
                    if let definition = stages[stage].definition { ordered.append(definition) }
                    path.removeLast()
                    continue
                }
                path[path.count - 1].edge += 1
                let next = edges[stage][edge]
                switch isFinished[next.stage] {
                case true?: continue
                case nil:
                    isFinished[next.stage] = false
                    path.append((next.stage, 0))
                case false?:
                    let circle = path.map(\.stage).drop { $0 != next.stage } + [next.stage]
                    Self.report(circle: circle.map { stages[$0].name }, at: next.place, decoder)
                }
            }
        }
        self.ordered = ordered
    }

    private static func report(circle: [String], at place: SourceLocation?, _ decoder: OptionDecoder) {
        let shown = circle.count > 12 ? circle.prefix(6) + ["..."] + circle.suffix(5) : circle[...]
        decoder.report(
            circle.count == 2
                ? "stage '\(circle[0])' reads itself"
                : "stages read each other in a circle: \(shown.joined(separator: " -> "))",
            at: place, help: "a stage can only read what was made before it")
    }

    private static func check(
        _ reference: StageReference, of stage: StageOutline, _ stages: [StageOutline], _ numbers: [String: Int],
        _ decoder: OptionDecoder
    ) {
        let parts = reference.path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let target = numbers[parts[0]].map({ stages[$0] }) else {
            decoder.report(
                "there is no stage '\(Setting.shortened(parts[0]))'", at: reference.location,
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
        } else if stage.evaluation?.models.contains(reference) == true, parts.count == 1 {
            // Each of its methods is evaluated.
            return
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

    /// Reports a method to compare with that the compared stage does not have.
    private static func checkAgainst(_ request: ComparisonRequest, _ target: StageOutline, _ decoder: OptionDecoder) {
        guard let name = request.against, let verb = target.verb, verb != .compare,
            !target.methodNames.contains(name)
        else { return }
        if target.methodNames.isEmpty {
            // What the methods would be called is not known where they can't be read.
            guard target.definition != nil else { return }
            decoder.report(
                "stage '\(target.name)' has no methods, so none to compare others with",
                at: request.againstLocation, help: "give it several under 'methods', or leave 'against' out")
            return
        }
        let own = name.hasPrefix(target.name + ".") ? String(name.dropFirst(target.name.count + 1)) : name
        decoder.report(
            "stage '\(target.name)' has no method '\(Setting.shortened(name))'", at: request.againstLocation,
            help: target.methodNames.contains(own)
                ? "write '\(own)'" : Suggestion.help(for: own, among: target.methodNames, noun: "method"))
    }

    private static func checkMethod(
        _ parts: [String], _ reference: StageReference, _ methods: [String], _ decoder: OptionDecoder
    ) {
        let help =
            methods.isEmpty
            ? "write '\(parts[0])'"
            : parts.count == 2 && Suggestion.closest(to: parts[1], among: methods) != nil
                ? "did you mean '\(parts[0]).\(Suggestion.closest(to: parts[1], among: methods) ?? "")'?"
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
