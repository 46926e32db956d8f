import Ansatz

/// The schemas of stages, a definition for each verb.
///
/// A stage's verb decides which keys it has, and its noun which options stand under `with`: both are written as
/// `if`/`then`, so that an error is reported where it is and not as "fits none of these".
struct StageSchema {
    let registry: Registry

    static func name(of verb: StageVerb) -> String { "verb.\(verb.rawValue)" }

    /// Any stage. The verbs stand in its properties for the sake of completion only.
    var stage: JSONValue {
        let verbs = StageVerb.allCases
        let properties = verbs.map { ($0.rawValue, ["description": .string($0.summary)] as JSONValue) }
        let choices = verbs.map { verb -> JSONValue in
            [
                "if": ["type": "object", "required": [.string(verb.rawValue)]],
                "then": ["$ref": .string("#/definitions/\(Self.name(of: verb))")],
            ]
        }
        let needsVerb: JSONValue = [
            "if": ["type": "object"],
            "then": [
                "anyOf": .array(verbs.map { ["required": [.string($0.rawValue)]] }),
                "errorMessage": .string("a stage needs a verb: " + Suggestion.list(verbs.map(\.rawValue))),
            ],
        ]
        return [
            "type": ["object", "string"], "pattern": .string(SchemaPattern.variable),
            "properties": .object(Dictionary(properties) { first, _ in first }),
            "allOf": .array(choices + [needsVerb]),
        ]
    }

    /// A stage of a verb.
    func stage(_ verb: StageVerb) -> JSONValue {
        let format = FormatSchema(registry: registry)
        let entries = verb.nounRole.map { registry.all(of: $0).filter(verb.takes) } ?? []
        var replacing: [String: JSONValue] = [:]
        if let role = verb.nounRole {
            var names = format.names(entries, role)
            names["description"] = .string(verb.keys[0].help)
            replacing[verb.rawValue] = .object(names)
        }
        var schema = format.mapping(verb.keys, replacing: replacing, mayBeEmpty: false)
        // `stage` has taken care of texts.
        schema["type"] = "object"
        schema["pattern"] = nil
        schema["description"] = .string(verb.summary)
        let conditions = entries.map { options(of: $0, verb) } + (verb.methodRole.map(needsMethod) ?? [])
        if !conditions.isEmpty { schema["allOf"] = .array(conditions) }
        return .object(schema)
    }

    /// Where the noun is `entry`: its options under `with`, of the stage and of each method.
    private func options(of entry: ComponentEntry, _ verb: StageVerb) -> JSONValue {
        let beside = verb.keys.below("with")
        let components = ComponentSchema(registry: registry)
        var options: JSONValue
        var required = ComponentSchema.required(of: entry)
        if beside.isEmpty {
            options = OptionSchema.reference(to: ComponentSchema.name(of: entry))
        } else {
            let format = FormatSchema(registry: registry)
            options = components.options(of: entry, beside: beside.map { ($0.name, format.schema(of: $0)) })
            required = beside.filter(\.isRequired).map(\.name) + required
        }
        var then: [String: JSONValue] = [:]
        // Methods may share out what is needed with their stage.
        let hasMethods = verb.keys["methods"] != nil
        if !hasMethods, !required.isEmpty, case .object(var members) = options {
            members["required"] = .array(required.map { .string($0) })
            members["type"] = ["object", "string"]
            options = .object(members)
            then["required"] = ["with"]
        }
        var properties: [String: JSONValue] = ["with": options]
        if hasMethods {
            properties["methods"] = ["additionalProperties": ["properties": ["with": options]]]
        }
        let outputKeys = verb.outputKeys(of: entry)
        if outputKeys.count < verb.keys.below("output").count {
            properties["output"] = .object(FormatSchema(registry: registry).mapping(outputKeys))
        }
        then["properties"] = .object(properties)
        return [
            "if": [
                "properties": [verb.rawValue: ["const": .string(entry.info.name)]],
                "required": [.string(verb.rawValue)],
            ],
            "then": .object(then),
        ]
    }

    /// What does the work stands under `using`, or in every method.
    private func needsMethod(_ role: ComponentRole) -> [JSONValue] {
        let named: JSONValue = ["required": [.string(role.name)]]
        return [
            [
                "if": ["required": ["methods"]],
                "then": [
                    "if": ["not": ["required": ["using"], "properties": ["using": named]]],
                    "then": ["properties": ["methods": ["additionalProperties": named]]],
                ],
                "else": ["required": ["using"], "properties": ["using": named]],
            ]
        ]
    }
}
