import Ansatz

/// The schemas of keys that belong to no component.
struct FormatSchema {
    let registry: Registry

    /// The schema of a mapping with these keys and no others.
    ///
    /// - Parameter replacing: schemas in place of a key's own.
    func mapping(_ keys: [FormatKey], replacing: [String: JSONValue] = [:], mayBeEmpty: Bool = true) -> [String:
        JSONValue]
    {
        let properties = keys.map { key in (key.name, replacing[key.name] ?? schema(of: key)) }
        let required = keys.filter(\.isRequired)
        var mapping: [String: JSONValue] = [
            "type": mayBeEmpty && required.isEmpty ? ["object", "string", "null"] : ["object", "string"],
            "pattern": .string(SchemaPattern.variable),
            "properties": .object(Dictionary(properties) { first, _ in first }), "additionalProperties": false,
        ]
        if !required.isEmpty { mapping["required"] = .array(required.map { .string($0.name) }) }
        return mapping
    }

    /// The schema of what stands under a key, with its help.
    func schema(of key: FormatKey) -> JSONValue {
        var schema = content(key.content)
        let text = key.help + (key.standard.map { " (default: \($0))" } ?? "")
        schema["description"] = .string(text)
        return .object(schema)
    }

    private func content(_ content: FormatKey.Content) -> [String: JSONValue] {
        switch content {
        case .text: return OptionSchema.value(of: .text, range: nil)
        case .name, .stageName:
            return [
                "type": ["string", "number", "boolean"], "pattern": .string(SchemaPattern.nameOrVariable),
                "patternErrorMessage": "a name has 1 to 64 of a-z, 0-9, '_' and '-'",
            ]
        case .seed:
            return [
                "type": ["integer", "string"], "minimum": 0, "pattern": .string(SchemaPattern.or("^[0-9_]+$")),
                "patternErrorMessage": "expected a whole number from 0 to 2^64 - 1",
            ]
        case .variables:
            return [
                "type": ["object", "null"], "propertyNames": ["pattern": "^[A-Za-z_][A-Za-z0-9_-]{0,63}$"],
                "additionalProperties": true,
            ]
        case .stages:
            return [
                "type": ["object", "string"], "pattern": .string(SchemaPattern.variable), "minProperties": 1,
                "propertyNames": ["pattern": .string(SchemaPattern.name)],
                "additionalProperties": ["$ref": "#/definitions/stage"],
            ]
        case .noun(let role): return names(registry.all(of: role), role)
        // The noun decides; see `StageSchema`.
        case .options:
            return ["type": ["object", "string", "null"], "pattern": .string(SchemaPattern.variable)]
        case .component(let role): return OptionSchema.reference(to: ComponentSchema.name(ofChoice: role)).object ?? [:]
        case .mapping(let keys): return mapping(keys)
        case .named(let keys):
            return [
                "type": ["object", "string"], "pattern": .string(SchemaPattern.variable), "minProperties": 1,
                "propertyNames": ["pattern": .string(SchemaPattern.name)],
                "additionalProperties": .object(mapping(keys)),
            ]
        case .counts:
            return [
                "type": ["object", "string"], "pattern": .string(SchemaPattern.variable),
                "propertyNames": ["pattern": .string(SchemaPattern.name)],
                "additionalProperties": .object(OptionSchema.value(of: .integer, range: .nonNegative)),
            ]
        case .interval(let units):
            return [
                "type": ["integer", "string"], "minimum": 1, "pattern": .string(SchemaPattern.interval(units: units)),
                "patternErrorMessage": .string(
                    "expected a positive number such as \(units.contains("s") ? "30 s or 50 steps" : "50 steps")"),
            ]
        case .paths(let keys):
            return [
                "type": ["object", "string"], "pattern": .string(SchemaPattern.variable), "minProperties": 1,
                "additionalProperties": ["anyOf": [["type": "array"], .object(mapping(keys))]],
            ]
        case .anything: return [:]
        case .value(let type, let range): return OptionSchema.value(of: type, range: range)
        }
    }

    /// One of the components by its bare name.
    func names(_ entries: [ComponentEntry], _ role: ComponentRole) -> [String: JSONValue] {
        [
            "anyOf": [
                [
                    "enum": .array(entries.map { .string($0.info.name) }),
                    "enumDescriptions": .array(entries.map { .string($0.info.summary) }),
                ], OptionSchema.variable,
            ],
            "errorMessage": .string("the \(role.name)s here are " + Suggestion.list(entries.map(\.info.name))),
        ]
    }
}
