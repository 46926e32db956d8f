/// A task as JSON, as model files have it. Coordinates of uneven axes are datasets of their own.
enum TaskText {
    /// Where an uneven axis' coordinates are in a model file.
    static func coordinatePath(_ variable: SampleVariable, _ axis: Axis) -> String {
        "grid/\(variable.name)/\(axis.name)"
    }

    static func json(_ task: LearningTask) -> JSONValue {
        ["inputs": .array(task.inputs.map(json)), "outputs": .array(task.outputs.map(json))]
    }

    /// The text of a task with all coordinates.
    static func text(_ task: LearningTask) -> String {
        let uneven = (task.inputs + task.outputs).flatMap(\.axes).map { axis in
            if case .explicit(let values) = axis.coordinates { "\(values)" } else { "" }
        }
        return CanonicalJSON.text(json(task)) + uneven.joined()
    }

    private static func json(_ variable: SampleVariable) -> JSONValue {
        [
            "name": .string(variable.name), "unit": .string(variable.unit), "long_name": .string(variable.longName),
            "axes": .array(
                variable.axes.map { axis in
                    var members: [String: JSONValue] = [
                        "name": .string(axis.name), "count": .integer(axis.count), "unit": .string(axis.unit),
                        "long_name": .string(axis.longName), "topology": .string(axis.topology.rawValue),
                        "role": .string(axis.role.rawValue),
                    ]
                    switch axis.coordinates {
                    case .uniform(let first, let spacing, _):
                        members["first"] = .number(first)
                        members["spacing"] = .number(spacing)
                    case .explicit: members["coordinates"] = .string(coordinatePath(variable, axis))
                    }
                    return .object(members)
                }),
        ]
    }

    /// - Parameter coordinates: reads the coordinates at a path.
    /// - Returns: `nil` where it is not the JSON of a task.
    static func task(_ json: JSONValue, coordinates: (String) throws -> [Double]) rethrows -> LearningTask? {
        guard let inputs = try json["inputs"]?.array?.map({ try variable($0, coordinates) }),
            let outputs = try json["outputs"]?.array?.map({ try variable($0, coordinates) }),
            !inputs.contains(nil), !outputs.contains(nil), !inputs.isEmpty, !outputs.isEmpty
        else { return nil }
        return LearningTask(inputs: inputs.compactMap { $0 }, outputs: outputs.compactMap { $0 })
    }

    private static func variable(
        _ json: JSONValue, _ coordinates: (String) throws -> [Double]
    ) rethrows -> SampleVariable? {
        guard let name = json["name"]?.string, let items = json["axes"]?.array else { return nil }
        let axes = try items.map { try axis($0, coordinates) }
        guard !axes.contains(nil) else { return nil }
        let known = axes.compactMap { $0 }
        guard let count = Tensor<Double>.elementCount(of: known.map(\.count)), count > 0, count < 1 << 40 else {
            return nil
        }
        return SampleVariable(
            name, axes: known, unit: json["unit"]?.string ?? "1", longName: json["long_name"]?.string ?? "")
    }

    private static func axis(_ json: JSONValue, _ coordinates: (String) throws -> [Double]) rethrows -> Axis? {
        guard let name = json["name"]?.string, let topology = json["topology"]?.string.flatMap(Axis.Topology.init),
            let role = json["role"]?.string.flatMap(Axis.Role.init),
            let count = json["count"]?.double.flatMap({ Int(exactly: $0) }), count > 0
        else { return nil }
        let points: Axis.Coordinates
        if let path = json["coordinates"]?.string {
            let values = try coordinates(path)
            guard values.count == count else { return nil }
            points = .explicit(values)
        } else if let first = json["first"]?.double, let spacing = json["spacing"]?.double {
            points = .uniform(first: first, spacing: spacing, count: count)
        } else {
            return nil
        }
        return Axis(
            name, points, unit: json["unit"]?.string ?? "1", longName: json["long_name"]?.string ?? "",
            topology: topology, role: role)
    }
}
