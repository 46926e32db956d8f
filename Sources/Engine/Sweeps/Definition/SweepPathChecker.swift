import Ansatz

/// Checks that the paths of a sweep lead somewhere, and that no two of them meet. What options are called is for the
/// check of the members to say.
struct SweepPathChecker {
    private let tree: ScenarioTree
    private let decoder: OptionDecoder

    init(_ tree: ScenarioTree, _ decoder: OptionDecoder) {
        self.tree = tree
        self.decoder = decoder
    }

    /// Reports what is wrong, and gives the axes of which nothing is.
    func sound(of axes: [SweepAxis]) -> [SweepAxis] {
        axes.enumerated().filter { index, axis in
            let before = decoder.diagnostics.count
            checkRoot(axis)
            for other in axes[..<index] { checkOverlap(axis, other) }
            return decoder.diagnostics.count == before
        }.map(\.element)
    }

    private func checkOverlap(_ axis: SweepAxis, _ other: SweepAxis) {
        let count = min(axis.steps.count, other.steps.count)
        guard axis.steps.prefix(count) == other.steps.prefix(count) else { return }
        if axis.steps.count == other.steps.count {
            decoder.report(
                "'\(axis.pathText)' is varied twice", at: axis.location,
                help: other.location.map { "it is first given at \($0)" })
        } else {
            decoder.report(
                "'\(axis.pathText)' and '\(other.pathText)' vary parts of the same setting", at: axis.location,
                help: "vary the larger one, with values that have the smaller one in them")
        }
    }

    private func checkRoot(_ axis: SweepAxis) {
        guard case .key(let root) = axis.path[0].step else { return }
        let place = axis.path[0].location
        switch root {
        case "seed", "description": break
        case "vars": checkVariable(axis)
        case "stages": checkStage(axis)
        case "name":
            decoder.report(
                "the scenario's name can't be varied", at: place, help: "members are told apart by what is varied")
        case "sweep": decoder.report("a sweep can't vary itself", at: place)
        default:
            decoder.report(
                "there is no '\(root)' in a scenario that could be varied", at: place,
                help: Suggestion.help(for: root, among: ["stages", "vars", "seed"], noun: "part"))
        }
    }

    private func checkVariable(_ axis: SweepAxis) {
        let names = (tree.unsubstituted["vars"]?.entries ?? []).map(\.key)
        guard axis.path.count > 1, case .key(let name) = axis.path[1].step else {
            decoder.report("'vars' is not one variable", at: axis.location, help: "write vars.NAME")
            return
        }
        if names.contains(name) { return }
        decoder.report(
            "there is no variable '\(name)'", at: axis.path[1].location,
            help: Suggestion.help(for: name, among: names, noun: "variable"))
    }

    private func checkStage(_ axis: SweepAxis) {
        let stages = tree.unsubstituted["stages"]
        guard axis.path.count > 1, case .key(let name) = axis.path[1].step else {
            decoder.report("'stages' is not one option", at: axis.location, help: "write stages.NAME.with.OPTION")
            return
        }
        guard let stage = stages?[name] else {
            decoder.report(
                "there is no stage '\(name)'", at: axis.path[1].location,
                help: Suggestion.help(for: name, among: (stages?.entries ?? []).map(\.key), noun: "stage"))
            return
        }
        guard axis.path.count > 3, axis.path[2].step == .key("methods"), case .key(let method) = axis.path[3].step,
            let methods = stage["methods"]?.entries, !methods.contains(where: { $0.key == method })
        else { return }
        decoder.report(
            "stage '\(name)' has no method '\(method)'", at: axis.path[3].location,
            help: Suggestion.help(for: method, among: methods.map(\.key), noun: "method"))
    }
}
