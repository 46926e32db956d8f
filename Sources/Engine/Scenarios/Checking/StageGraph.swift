import Ansatz

/// The stages of a scenario in an order in which each follows those it reads.
struct StageGraph {
    let ordered: [StageDefinition]

    /// Reports references to stages or methods that don't exist, and circles.
    init(_ stages: [StageDefinition], _ decoder: OptionDecoder) {
        let names = stages.map(\.name)
        for stage in stages {
            for reference in stage.dependencies { Self.check(reference, of: stage, stages, names, decoder) }
        }
        var ordered: [StageDefinition] = []
        var state: [String: Bool] = [:]
        func visit(_ stage: StageDefinition, _ path: [String]) {
            if state[stage.name] == true { return }
            if state[stage.name] == false {
                let circle = path.drop { $0 != stage.name } + [stage.name]
                decoder.report(
                    "stages read each other in a circle: \(circle.joined(separator: " -> "))", at: stage.location)
                return
            }
            state[stage.name] = false
            for reference in stage.dependencies {
                if let next = stages.first(where: { $0.name == Self.stageName(of: reference) }) {
                    visit(next, path + [stage.name])
                }
            }
            state[stage.name] = true
            ordered.append(stage)
        }
        for stage in stages { visit(stage, []) }
        self.ordered = ordered
    }

    static func stageName(of reference: StageReference) -> String {
        String(reference.path.prefix { $0 != "." })
    }

    private static func check(
        _ reference: StageReference, of stage: StageDefinition, _ stages: [StageDefinition], _ names: [String],
        _ decoder: OptionDecoder
    ) {
        let parts = reference.path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let target = stages.first(where: { $0.name == parts[0] }) else {
            decoder.report(
                "there is no stage '\(parts[0])'", at: reference.location,
                help: Suggestion.help(for: parts[0], among: names.filter { $0 != stage.name }, noun: "other stage"))
            return
        }
        if stage.verb == .compare {
            if target.methods.isEmpty || parts.count > 1 {
                decoder.report(
                    "'\(reference.path)' is no stage with methods to compare", at: reference.location,
                    help: "name a solve, integrate or generate stage")
            }
            return
        }
        let methods = target.methods.compactMap(\.name)
        if parts.count == 1 && methods.isEmpty && !target.methods.isEmpty { return }
        guard parts.count == 2, methods.contains(parts[1]) else {
            decoder.report(
                parts.count == 1
                    ? "'\(reference.path)' has several methods" : "stage '\(parts[0])' has no method '\(parts[1])'",
                at: reference.location,
                help: methods.isEmpty
                    ? "write '\(parts[0])'" : "write one of \(Suggestion.list(methods.map { "\(parts[0]).\($0)" }))")
            return
        }
    }
}
