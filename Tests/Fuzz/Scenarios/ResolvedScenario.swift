import Ansatz
import Engine

/// A checked scenario written out again with every default in it.
struct ResolvedScenario {
    let node: FuzzNode

    init(_ scenario: Scenario) {
        node = .map([
            ("name", .scalar(scenario.name)), ("seed", .scalar(String(scenario.seed))),
            ("stages", .map(scenario.stages.map { ($0.name, Self.stage($0)) })),
        ])
    }

    private static func stage(_ stage: StageDefinition) -> FuzzNode {
        switch stage.work {
        case .comparison(let request):
            var entries: [(key: String, value: FuzzNode)] = [
                ("compare", text(request.stage.path)), ("metrics", .list(request.metrics.map(text))),
            ]
            if let order = request.order {
                entries.append(("order", .map([("of", text(order.of)), ("against", text(order.against))])))
            }
            if let against = request.against { entries.append(("against", text(against))) }
            return .map(entries)
        case .methods(let methods, _, _) where stage.verb == .evaluate:
            return evaluation(methods.compactMap(\.evaluation))
        case .methods(let methods, let output, _):
            var entries: [(key: String, value: FuzzNode)] = [
                (stage.verb.rawValue, .scalar(methods.first?.subject.entry.info.name ?? ""))
            ]
            if let training = methods.first?.training {
                entries.append(("on", value(training.on.resolved)))
            } else {
                entries.append(("output", Self.output(output, stage.verb)))
            }
            if methods.count == 1, methods[0].name == nil {
                entries.append(("with", with(methods[0])))
                if methods[0].method != nil { entries.append(("using", .map(parts(methods[0])))) }
            } else {
                entries.append(
                    ("methods", .map(methods.map { ($0.name ?? "", .map([("with", with($0))] + parts($0))) })))
            }
            return .map(entries)
        }
    }

    private static func evaluation(_ requests: [EvaluationRequest]) -> FuzzNode {
        guard let first = requests.first else { return .map([]) }
        // A stage with methods is named once, as their results are called after the methods alone then.
        let stages = requests.map { String($0.model.path.prefix { $0 != "." }) }
        var models: [String] = []
        for (request, stage) in zip(requests, stages) {
            let name = stages.filter { $0 == stage }.count > 1 ? stage : request.model.path
            if !models.contains(name) { models.append(name) }
        }
        var entries: [(key: String, value: FuzzNode)] = [
            ("evaluate", text(models[0])), ("on", value(first.on.resolved)),
            ("metrics", .list(first.metrics.compactMap(\.configured).map { value($0.resolved) })),
            ("worst", .scalar(String(first.worst))), ("batch", .scalar(String(first.batch))),
        ]
        if models.count > 1 { entries.append(("models", .list(models.dropFirst().map(text)))) }
        if let problem = first.problem { entries.append(("problem", value(problem.resolved))) }
        if let solver = first.solver { entries.append(("solver", value(solver.resolved))) }
        return .map(entries)
    }

    private static func with(_ method: MethodDefinition) -> FuzzNode {
        guard case .map(var entries) = value(.object(method.subject.resolvedOptions)),
            case .map(let recipe) = value(.object(method.training?.recipe.resolved ?? [:]))
        else { return .map([]) }
        entries += recipe
        if let samples = method.samples {
            entries.append(("samples", .scalar(String(samples.count))))
            if !samples.split.isEmpty {
                entries.append(("split", .map(samples.split.map { ($0.name, .scalar(String($0.count))) })))
            }
        }
        return .map(entries)
    }

    private static func parts(_ method: MethodDefinition) -> [(key: String, value: FuzzNode)] {
        var entries: [(key: String, value: FuzzNode)] = []
        if let main = method.method { entries.append((main.entry.role.name, value(main.resolved))) }
        if let fallback = method.fallback {
            entries.append(("fallback", .map([(fallback.entry.role.name, value(fallback.resolved))])))
        }
        return entries
    }

    private static func output(_ output: OutputRequest, _ verb: StageVerb) -> FuzzNode {
        var entries: [(key: String, value: FuzzNode)] = [
            ("compression", .scalar(String(output.compression))), ("precision", .scalar(output.precision.rawValue)),
        ]
        if let fields = output.fields { entries.append(("fields", .list(fields.map(text)))) }
        if let every = output.every { entries.append(("every", .scalar("\(every) steps"))) }
        if !output.probes.isEmpty {
            entries.append(("probes", value(.array(output.probes.map { .array($0.map { .number($0) }) }))))
        }
        return .map(entries)
    }

    private static func text(_ text: String) -> FuzzNode { .scalar(text.replacing("${", with: "$${")) }

    private static func value(_ json: JSONValue) -> FuzzNode {
        switch json {
        case .null: .scalar("")
        case .string(let text): Self.text(text)
        case .array(let items): .list(items.map(value))
        case .object(let members):
            .map(members.sorted { $0.key < $1.key }.filter { $0.value != .null }.map { ($0.key, value($0.value)) })
        case .bool, .integer, .number: .scalar(CanonicalJSON.text(json))
        }
    }
}
