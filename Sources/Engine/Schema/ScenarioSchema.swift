public import Ansatz

/// The JSON Schema (draft-07) of scenarios that may use the components of a registry.
///
/// It is made from what the checker reads: ``ScenarioFormat``, ``StageVerb/keys`` and the components' declarations. It
/// accepts every scenario that the checker accepts, and refuses what a schema can see is wrong; the checker has the last
/// word. See `docs/design/014-a-schema-from-the-declarations.md`.
public struct ScenarioSchema {
    private let registry: Registry

    public init(_ registry: Registry) { self.registry = registry }

    public var json: JSONValue {
        var schema = FormatSchema(registry: registry).mapping(ScenarioFormat.keys)
        schema["type"] = "object"
        schema["pattern"] = nil
        schema["$schema"] = "http://json-schema.org/draft-07/schema#"
        schema["$comment"] = .string(origin)
        schema["title"] = "Ansatz scenario"
        schema["description"] = "Stages of a simulation; each has a verb, what it works on, and how."
        schema["definitions"] = .object(definitions)
        return .object(schema)
    }

    private var origin: String {
        let all = ComponentRole.all.flatMap { registry.all(of: $0).map { "\($0.plugin.name) \($0.plugin.version)" } }
        let plugins = Set(all).sorted().joined(separator: ", ")
        return "Written by `ansatz schema` of version \(AnsatzVersion.current) with the plugins \(plugins)."
    }

    private var definitions: [String: JSONValue] {
        let components = ComponentSchema(registry: registry)
        let stages = StageSchema(registry: registry)
        var definitions = FieldSchema.definitions
        definitions["stage"] = stages.stage
        for verb in StageVerb.allCases { definitions[StageSchema.name(of: verb)] = stages.stage(verb) }
        for role in ComponentRole.all {
            definitions[ComponentSchema.name(ofChoice: role)] = components.choice(of: role)
            for entry in registry.all(of: role) {
                definitions[ComponentSchema.name(of: entry)] = components.options(of: entry)
            }
        }
        return definitions
    }
}
