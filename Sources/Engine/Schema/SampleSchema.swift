import Ansatz

/// Samples of a stage or file where they are wanted; see ``SampleReference``.
enum SampleSchema {
    private static let name: JSONValue = ["type": ["string", "number"]]
    private static let names: JSONValue = ["type": ["array", "string", "number"], "items": name]
    private static let range: JSONValue = ["type": ["array", "string"], "items": ["type": ["integer", "string"]]]
    private static let places: JSONValue = [
        "type": ["object", "string"], "additionalProperties": ["type": ["string", "integer", "array"]],
        "description": "along some axes: first, last, an index from 0, or a range as first and one past the last",
    ]

    private static func described(_ schema: JSONValue, _ help: String) -> JSONValue {
        var members = schema.object ?? [:]
        members["description"] = .string(help)
        return .object(members)
    }

    static var schema: [String: JSONValue] {
        [
            "anyOf": [
                ["type": "string", "description": "a stage with samples, or one of its parts: data.train"],
                [
                    "type": "object", "additionalProperties": false,
                    "properties": [
                        "stage": described(name, "a generate stage"),
                        "file": described(name, "path of an HDF5 file, relative to the scenario's folder"),
                        "split": described(name, "one of the parts"),
                        "samples": described(range, "first and one past the last sample"),
                        "inputs": described(names, "names of the variables that are given"),
                        "outputs": described(names, "names of the variables that are predicted"),
                        "every": [
                            "type": ["integer", "string", "object"],
                            "description": "every n-th point of the space axes, or of some axes",
                        ],
                        "at": places,
                        "variables": [
                            "type": ["object", "string"],
                            "description": "what is behind each name: a path, or dataset, axes and at",
                        ],
                        "axes": [
                            "type": ["array", "object", "string"],
                            "description": "names of the dimensions, of all variables or by variable",
                        ],
                        "coordinates": [
                            "type": ["object", "string"], "description": "paths of the axes' coordinates",
                        ],
                        "domain": [
                            "type": ["object", "string"],
                            "description": "first and last coordinate of axes without coordinates",
                        ],
                    ],
                ],
            ]
        ]
    }
}
