import Ansatz

/// The schemas of components: their options, and the choice of one of a role.
struct ComponentSchema {
    let registry: Registry

    /// The name of the definition that chooses a component of a role.
    static func name(ofChoice role: ComponentRole) -> String { "component.\(role.name)" }

    /// The name of the definition that holds a component's options.
    static func name(of entry: ComponentEntry) -> String { "\(entry.role.name).\(entry.info.name)" }

    /// The options of a component, none of them demanded: a method and its stage may share them out.
    func options(of entry: ComponentEntry, beside: [(String, JSONValue)] = []) -> JSONValue {
        let own = entry.keys.map { ($0.name, OptionSchema($0, of: entry.role).json) }
        return [
            "type": ["object", "string", "null"], "pattern": .string(SchemaPattern.variable),
            "description": .string(entry.info.summary),
            "properties": .object(Dictionary(beside + own) { first, _ in first }), "additionalProperties": false,
        ]
    }

    /// Options that a scenario must give where the component is named.
    static func required(of entry: ComponentEntry) -> [String] {
        // A stage may give the solver beside its integrator.
        entry.keys.filter { $0.isRequired && !(entry.role == .integrator && $0.name == "solver") }.map(\.name)
    }

    /// A component of a role: its bare name where it needs no options, or its name with options.
    func choice(of role: ComponentRole) -> JSONValue {
        let entries = registry.all(of: role)
        let bare = entries.filter { Self.required(of: $0).isEmpty }
        let properties = entries.map { entry -> (String, JSONValue) in
            var schema = OptionSchema.reference(to: Self.name(of: entry)).object ?? [:]
            schema["description"] = .string(entry.info.summary)
            let required = Self.required(of: entry)
            if !required.isEmpty {
                schema["required"] = .array(required.map { .string($0) })
                schema["type"] = ["object", "string"]
            }
            return (entry.info.name, .object(schema))
        }
        return [
            "description": .string("\(role.name): a name, or a name with options"),
            "anyOf": [
                [
                    "type": "string", "enum": .array(bare.map { .string($0.info.name) }),
                    "enumDescriptions": .array(bare.map { .string($0.info.summary) }),
                ],
                [
                    "type": "object", "properties": .object(Dictionary(properties) { first, _ in first }),
                    "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
                ], OptionSchema.variable,
            ],
            "errorMessage": .string("the \(role.name)s are " + Suggestion.list(entries.map(\.info.name))),
        ]
    }
}
