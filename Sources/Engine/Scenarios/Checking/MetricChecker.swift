import Ansatz

/// Checks the names of metrics in `compare` stages, as far as they are known before anything runs.
struct MetricChecker {
    private let decoder: OptionDecoder

    init(_ decoder: OptionDecoder) { self.decoder = decoder }

    /// Reports metrics that no method of the compared stage will have.
    func check(_ stages: [StageDefinition]) {
        let targets = Dictionary(stages.map { ($0.name, $0) }) { first, _ in first }
        var names: [String: [String]?] = [:]
        for stage in stages where !decoder.isFull {
            guard case .comparison(let request) = stage.work, let target = targets[request.stage.path],
                target.verb != .compare
            else { continue }
            let found = names[target.name] ?? Self.metricNames(of: target)
            names[target.name] = .some(found)
            guard let known = found else { continue }
            let order = request.order.map { [$0.of, $0.against] } ?? []
            let places =
                (request.metricLocations.isEmpty
                    ? request.metrics.map { _ in stage.location } : request.metricLocations) + request.orderLocations
            var reported: Set<String> = []
            // Where samples have several outputs, each metric has a value for each of them, too.
            let isEvaluation = target.verb == .evaluate
            func isKnown(_ name: String) -> Bool {
                known.contains(name) || isEvaluation && known.contains { name.hasPrefix($0 + "_") }
            }
            for (name, place) in zip(request.metrics + order, places) where !isKnown(name) {
                guard !decoder.isFull, reported.insert(name).inserted else { continue }
                decoder.report(
                    "stage '\(target.name)' has no metric '\(name)'", at: place,
                    help: ComparisonTable.regretColumns.contains(name)
                        ? "it is a column of its own where the stage says `against: <method>`"
                        : Suggestion.help(for: name, among: known, noun: "metric"))
            }
        }
    }

    /// The metrics that at least one method of a stage will have; `nil` where a component doesn't say.
    static func metricNames(of stage: StageDefinition) -> [String]? {
        var names: Set<String> = []
        for method in stage.methods {
            if let evaluation = method.evaluation {
                let own = evaluation.metrics.map(\.name)
                names.formUnion(own.flatMap { [$0, "\($0)_median", "\($0)_max"] })
                names.formUnion((["seconds"] + ScenarioFormat.evaluationMetrics.map(\.name)))
                if evaluation.problem != nil {
                    names.formUnion(ScenarioFormat.problemMetrics.flatMap { [$0.name, "\($0.name)_max"] })
                }
                continue
            }
            if method.training != nil {
                names.formUnion(stage.verb.metrics.map(\.name))
                continue
            }
            names.formUnion(stage.verb.metricNames(of: method.subject.entry))
            for component in [method.method, method.fallback] {
                if let solver = try? component?.make() as? any Solver {
                    names.formUnion(type(of: solver).countNames)
                }
            }
            switch try? method.subject.make() {
            case let problem as any Problem:
                guard let own = problem.metricNames else { return nil }
                names.formUnion(own)
            case let stage as any Stage:
                guard let own = stage.metricNames else { return nil }
                names.formUnion(own)
            // The engine itself counts and measures what a generator draws.
            case is any Generator: break
            default: return nil
            }
        }
        return names.sorted()
    }
}
