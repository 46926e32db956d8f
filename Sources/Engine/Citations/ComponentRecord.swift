import Ansatz

/// What `resolved.json` says of the components that take part in a run: for reports and citations that are made
/// without their plugins.
enum ComponentRecord {
    static func json(of scenario: Scenario) -> JSONValue {
        var components: [String: [String: JSONValue]] = [:]
        func add(_ component: ConfiguredComponent, at place: String, as list: String) {
            let entry = component.entry
            let key = "\(entry.role.name) \(entry.info.name)"
            var members = components[key] ?? describe(entry)
            let places = (members[list]?.array ?? []) + [.string(place)]
            members[list] = .array(
                places.count > 1 && places[places.count - 2] == .string(place) ? places.dropLast() : places)
            components[key] = members
            for nested in component.nestedComponents { add(nested, at: place, as: list) }
        }
        for stage in scenario.stages {
            for method in stage.methods {
                let place = StageReference.path(stage: stage.name, method: method.name)
                let judges = method.evaluation?.components ?? []
                for component in [method.subject, method.method].compactMap({ $0 }) + judges {
                    add(component, at: place, as: "places")
                }
                if let fallback = method.fallback { add(fallback, at: place, as: "fallback_places") }
            }
        }
        return .object(components.mapValues { .object($0) })
    }

    private static func describe(_ entry: ComponentEntry) -> [String: JSONValue] {
        let defaults = entry.keys.compactMap { key in key.defaultValue.map { (key.name, $0) } }
        return [
            "role": .string(entry.role.name), "name": .string(entry.info.name),
            "summary": .string(entry.info.summary), "references": .array(entry.info.references.map(\.json)),
            "plugin": .string("\(entry.plugin.name) \(entry.plugin.version)"),
            "defaults": .object(Dictionary(defaults) { first, _ in first }),
        ]
    }
}
