import Ansatz

/// The schema of one option: what its value may look like, and what an editor shows of it.
struct OptionSchema {
    let key: KeyDescription
    /// Whether a tuner may choose the value.
    let allowsTuner: Bool

    init(_ key: KeyDescription, of role: ComponentRole) {
        self.key = key
        // Tuners choose options of solvers only.
        allowsTuner = key.isTunable && role == .solver
    }

    var json: JSONValue {
        var schema = Self.value(of: key.type, range: key.range)
        if allowsTuner {
            schema["type"] = ["number", "string", "object"]
            schema["properties"] = [
                "tune": Self.reference(to: ComponentSchema.name(ofChoice: .tuner)),
                "cost": .object(
                    Self.value(of: TuningCost.optionType, range: nil).merging([
                        "description": "what the tuner makes small; iterations unless given"
                    ]) { first, _ in first }),
            ]
            schema["required"] = ["tune"]
            schema["additionalProperties"] = false
        }
        if let value = key.defaultValue, value != .null { schema["default"] = value }
        let text = OptionText(key)
        schema["description"] = .string("\(key.help)\n\n\(text.facts(marked: false))")
        schema["markdownDescription"] = .string("\(key.help)\n\n\(text.facts(marked: true))")
        return .object(schema)
    }

    /// A schema that another definition gives. Beside a bare `$ref`, draft-07 ignores everything else.
    static func reference(to name: String) -> JSONValue { ["allOf": [["$ref": .string("#/definitions/\(name)")]]] }

    static let variable: JSONValue = [
        "type": "string", "pattern": .string(SchemaPattern.variable), "patternErrorMessage": "not one of the names",
    ]

    /// What a value of a type may look like.
    static func value(of type: OptionType, range: OptionRange?) -> [String: JSONValue] {
        switch type {
        case .number, .integer:
            var schema: [String: JSONValue] = [
                "type": [type == .number ? "number" : "integer", "string"],
                "pattern": .string(SchemaPattern.number),
                "patternErrorMessage": .string(
                    "expected a \(type == .number ? "number" : "whole number"), arithmetic such as 0.01/pi, or "
                        + "${variable}"),
            ]
            schema.merge(limits(range)) { _, limit in limit }
            return schema
        case .boolean:
            return [
                "type": ["boolean", "string"], "pattern": .string(SchemaPattern.or("^(true|false)$")),
                "patternErrorMessage": "expected true or false",
            ]
        // Any scalar is text to its reader.
        case .text: return ["type": ["string", "number", "boolean", "null"]]
        case .choice(let names):
            return [
                "anyOf": [["enum": .array(names.map { .string($0) })], variable],
                "errorMessage": .string("expected \(type)"),
            ]
        case .list(let element):
            return [
                "type": ["array", "string"], "items": .object(value(of: element, range: range)),
                "pattern": .string(SchemaPattern.variable),
                "patternErrorMessage": .string("expected a \(type)"),
            ]
        case .optional(let wrapped): return value(of: wrapped, range: range)
        case .perAxis(let element):
            let single = value(of: element, range: range)
            return ["anyOf": [.object(single), ["type": "array", "items": .object(single)]]]
        case .component(let role): return reference(to: ComponentSchema.name(ofChoice: role)).object ?? [:]
        case .fieldSource(let variables):
            return [
                "anyOf": [
                    [
                        "type": ["number", "string"], "pattern": .string(SchemaPattern.formula(over: variables)),
                        "patternErrorMessage": .string(
                            "expected a number or an expression in \(variables.joined(separator: ", "))"),
                    ],
                    reference(to: FieldSchema.file), reference(to: FieldSchema.stage),
                ]
            ]
        case .fieldReference:
            return ["anyOf": [reference(to: FieldSchema.file), reference(to: FieldSchema.stage), variable]]
        case .samples: return SampleSchema.schema
        }
    }

    /// The limits of numbers; arithmetic is left to the checker.
    private static func limits(_ range: OptionRange?) -> [String: JSONValue] {
        var schema: [String: JSONValue] = [:]
        if let lower = range?.lower {
            schema[range?.includesLower == true ? "minimum" : "exclusiveMinimum"] = .number(lower)
        }
        if let upper = range?.upper {
            schema[range?.includesUpper == true ? "maximum" : "exclusiveMaximum"] = .number(upper)
        }
        return schema
    }
}

/// A dataset or a stage's field where data is wanted.
enum FieldSchema {
    static let file = "data.file"
    static let stage = "data.stage"

    static var definitions: [String: JSONValue] {
        let time: JSONValue = [
            "description": "one time of a series, or one sample: first, last, or an index from 0",
            "anyOf": [["enum": ["first", "last"]], ["type": "integer", "minimum": 0], OptionSchema.variable],
            "errorMessage": "expected first, last, or an index from 0",
        ]
        func text(_ help: String) -> JSONValue {
            ["type": ["string", "number"], "description": .string(help)]
        }
        return [
            file: [
                "type": "object", "description": "a dataset in an HDF5 file", "required": ["file", "dataset"],
                "additionalProperties": false,
                "properties": [
                    "file": text("path of an HDF5 file, relative to the scenario's folder"),
                    "dataset": text("path of the dataset inside it"),
                    "axes": [
                        "type": ["array", "string"], "items": ["type": ["string", "number"]],
                        "pattern": .string(SchemaPattern.variable),
                        "description": "a name for each dimension, slowest first, where the file does not say them",
                    ],
                    "coordinates": [
                        "type": ["object", "string"], "additionalProperties": ["type": ["string", "number"]],
                        "pattern": .string(SchemaPattern.variable),
                        "description": "for each of these axes, the path of the dataset that holds its coordinates",
                    ],
                    "time": time,
                ],
            ],
            stage: [
                "type": "object", "description": "a field of another stage's result", "required": ["stage", "field"],
                "additionalProperties": false,
                "properties": [
                    "stage": text("a stage of this scenario, or stage.method where it has several methods"),
                    "field": text("the field's name"), "time": time,
                ],
            ],
        ]
    }
}
