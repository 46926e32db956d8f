import Ansatz

/// The samples of a file that a model shall predict for, with the axes that the model knows.
struct PredictionInputs {
    let samples: SampleSet
    /// As the model takes them, on the file's grid.
    let variables: [SampleVariable]
    /// Whether the file has an axis of samples.
    let isSeries: Bool

    /// - Throws: where the file lacks a variable, or does not say what its dimensions are.
    init(_ request: PredictionRequest, for model: TrainedModel, _ reader: DatasetReader, _ run: RunContext) throws {
        let names = model.task.inputs.map(\.name)
        let stored = try reader.variables().filter { $0.isNumeric && !$0.isCoordinate }
        var datasets = request.datasets
        let unknown = datasets.keys.filter { !names.contains($0) }.sorted()
        if let wrong = unknown.first {
            throw RunFailure(
                "the model has no input '\(wrong)'", help: Suggestion.help(for: wrong, among: names, noun: "input"))
        }
        for name in names where datasets[name] == nil {
            datasets[name] = try Self.dataset(of: name, among: stored, model, reader)
        }
        var dimensions: [String: [String]] = [:]
        for name in names {
            guard let path = datasets[name] else { continue }
            let variable = try reader.variable(path)
            let given = request.axes[name] ?? request.axes[""]
            if let given, given.count != variable.shape.count {
                throw RunFailure(
                    "'\(path)' has \(variable.shape.count) dimensions (\(ShapeError.text(of: variable.shape))), and "
                        + "\(given.count) names were given: \(given.joined(separator: ","))",
                    help: "name every dimension, slowest first, such as --axes sample,y,x")
            }
            dimensions[name] = given ?? variable.dimensions
        }
        isSeries = dimensions.values.contains { $0.contains("sample") }
        samples =
            try isSeries
            ? Self.series(names, datasets, request, model, reader, run)
            : Self.single(names, datasets, request, reader)
        variables = try zip(model.task.inputs, samples.task.inputs).map { try Self.fitted($1, to: $0, reader) }
    }

    /// The dataset of an input: of its name, or the only one that has the dimensions for it.
    private static func dataset(
        of name: String, among stored: [StoredVariable], _ model: TrainedModel, _ reader: DatasetReader
    ) throws -> String {
        if stored.contains(where: { $0.name == name }) { return name }
        let others = stored.filter { !["residual", "split"].contains($0.name) }
        if others.count == 1, model.task.inputs.count == 1 { return others[0].name }
        throw RunFailure(
            "\(reader.path) has no dataset '\(name)', which the model takes",
            help: others.isEmpty
                ? "it holds no numbers"
                : "it has \(Suggestion.list(others.map(\.name))); say which with `--input \(name)=DATASET`")
    }

    private static func series(
        _ names: [String], _ datasets: [String: String], _ request: PredictionRequest, _ model: TrainedModel,
        _ reader: DatasetReader, _ run: RunContext
    ) throws -> SampleSet {
        let variables = names.map { name in
            var source: [String: JSONValue] = ["dataset": .string(datasets[name] ?? name)]
            if let axes = request.axes[name] ?? request.axes[""] { source["axes"] = .array(axes.map { .string($0) }) }
            return (name, JSONValue.object(source))
        }
        // What is predicted is not there: the first input stands in for an output.
        let setting: JSONValue = [
            "file": .string(reader.path), "inputs": .array(names.map { .string($0) }), "outputs": [.string(names[0])],
            "variables": .object(Dictionary(variables) { first, _ in first }),
        ]
        let decoder = OptionDecoder(registry: Registry(), baseDirectory: ".")
        let reference = SampleReference.decode(Setting(setting), with: decoder)
        if let fault = decoder.diagnostics.first { throw RunFailure(fault.message, help: fault.help) }
        guard let reference else { throw RunFailure("\(reader.path) can't be read as samples") }
        return try reference.open(run)
    }

    /// One sample, from datasets without an axis of samples.
    private static func single(
        _ names: [String], _ datasets: [String: String], _ request: PredictionRequest, _ reader: DatasetReader
    ) throws -> SampleSet {
        let fields = try names.map { name in
            let path = datasets[name] ?? name
            let axes = request.axes[name] ?? request.axes[""]
            let field = try axes.map { try reader.readForeign(path, axes: $0) } ?? reader.read(path)
            return try Field(
                name, axes: [.index("sample", count: 1, role: .sample)] + field.axes,
                values: field.values.reshaped([1] + field.shape), unit: field.unit, longName: field.longName)
        }
        return try SampleSet(fields, inputs: names, outputs: [names[0]])
    }

    /// A variable of the file with what only the model knows: which axes are periodic, and coordinates where the file
    /// has none.
    private static func fitted(
        _ found: SampleVariable, to known: SampleVariable, _ reader: DatasetReader
    ) throws -> SampleVariable {
        guard found.axes.map(\.name) == known.axes.map(\.name) else {
            func list(_ axes: [Axis]) -> String { "(" + axes.map(\.name).joined(separator: ", ") + ")" }
            throw RunFailure(
                "\(reader.path): '\(found.name)' has the axes \(list(found.axes)), and the model takes \(list(known.axes))",
                help:
                    "name its dimensions with `--axes \((["sample"] + known.axes.map(\.name)).joined(separator: ","))`, "
                    + "in the order of the file")
        }
        let axes = zip(found.axes, known.axes).map { found, known in
            var axis = found
            axis.topology = known.topology
            let isCounted = found.coordinates == .uniform(first: 0, spacing: 1, count: found.count)
            if isCounted, let spacing = known.spacing(), known.count > 1, found.count > 1 {
                // The same stretch of the axis with other points: ends are points unless the axis is periodic.
                let extent = spacing * Double(known.topology == .periodic ? known.count : known.count - 1)
                let gaps = known.topology == .periodic ? found.count : found.count - 1
                axis.coordinates = .uniform(
                    first: known.coordinate(at: 0), spacing: extent / Double(gaps), count: found.count)
                if found.count == known.count { axis.coordinates = known.coordinates }
            }
            return axis
        }
        return SampleVariable(known.name, axes: axes, unit: known.unit, longName: known.longName)
    }
}

extension ShapeError {
    static func text(of shape: [Int]) -> String { shape.map(String.init).joined(separator: " x ") }
}
