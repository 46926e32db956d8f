extension TrainedModel {
    /// Reads a model file.
    ///
    /// - Parameters:
    ///   - reader: of the file; from elsewhere, it should read in another process: see ``RunContext/reader(of:)``.
    ///   - make: makes the operator of a name with options, from the registry.
    /// - Throws: ``StorageError`` where it is no model file, one of a newer version, or a damaged one; what `make` throws.
    public static func read(
        _ reader: DatasetReader, make: (_ name: String, _ options: JSONValue) throws -> any TrainableOperator
    ) throws -> TrainedModel {
        let file = ModelReading(reader)
        try file.checkVersion()
        let name = try file.text("operator")
        var architecture = try make(name, try file.json("options"))
        architecture.constants = try file.tensors(in: "constants").reduce(into: [:]) { $0[$1.name] = $1.values.doubles }
        let task = try TaskText.task(try file.json("task")) { try file.numbers($0).elements }
        guard let task else { throw file.damaged("the attribute 'task' does not describe variables") }
        let model = TrainedModel(
            architecture, task: task, inputNormalizers: try file.normalizers("inputs", task.inputs),
            outputNormalizers: try file.normalizers("outputs", task.outputs), weights: try file.weights("weights"),
            lastWeights: try file.optionalWeights("last_weights"), recipe: try file.json("recipe"),
            dataDigest: try file.text("data"), record: try file.json("record"), history: try file.history())
        guard model.contentsDigest.description == (try file.text("contents")) else {
            throw file.damaged("its numbers are not those that were written")
        }
        return model
    }
}

/// The parts of a model file, with errors that name them.
private struct ModelReading {
    let reader: DatasetReader
    private let attributes: Result<[Attribute], any Error>
    private let names: Result<[String], any Error>

    init(_ reader: DatasetReader) {
        self.reader = reader
        attributes = Result { try reader.attributes() }
        names = Result { try reader.variables().map(\.name) }
    }

    func damaged(_ what: String) -> StorageError {
        StorageError(
            .corrupt, file: reader.path, "the model is damaged: \(what)", help: "train it anew, or copy it again")
    }

    func checkVersion() throws {
        guard let version = try attributes.get()["ansatz_model"]?.number else {
            throw StorageError(
                .wrongType, file: reader.path, "this is no model file of ansatz",
                help: "give the 'model.h5' of a stage that trains")
        }
        guard version <= Double(TrainedModel.formatVersion), version >= 1 else {
            throw StorageError(
                .wrongType, file: reader.path,
                "the model file has version \(version); this program reads versions up to \(TrainedModel.formatVersion)",
                help: "use the newer program that wrote it")
        }
    }

    func text(_ name: String) throws -> String {
        guard let text = try attributes.get()[name]?.text else { throw damaged("the attribute '\(name)' is missing") }
        return text
    }

    func json(_ name: String) throws -> JSONValue {
        let text = try text(name)
        guard let value = try? JSONValue(parsing: text) else { throw damaged("the attribute '\(name)' is no JSON") }
        return value
    }

    /// Finite numbers at a path.
    func numbers(_ path: String) throws -> Tensor<Double> {
        guard try names.get().contains(path) else { throw damaged("'\(path)' is missing") }
        let field = try reader.read(path)
        if let index = field.firstNonFinite { throw damaged("'\(path)' is not finite at \(index)") }
        return field.doubles
    }

    /// All datasets in a group, by their paths in it, in the order of the file.
    func tensors(in group: String) throws -> [(name: String, values: FieldValues)] {
        try names.get().filter { $0.hasPrefix(group + "/") }.map { path in
            let field = try reader.read(path)
            if let index = field.firstNonFinite { throw damaged("'\(path)' is not finite at \(index)") }
            return (String(path.dropFirst(group.count + 1)), field.values)
        }
    }

    func weights(_ group: String) throws -> [TrainedModel.Weight] {
        try tensors(in: group).map { name, values in
            let marks = try reader.attributes(of: group + "/" + name)
            return TrainedModel.Weight(name: name, values: values.floats, isComplex: marks["complex"]?.number == 1)
        }
    }

    func optionalWeights(_ group: String) throws -> [TrainedModel.Weight]? {
        let weights = try weights(group)
        return weights.isEmpty ? nil : weights
    }

    func normalizers(_ group: String, _ variables: [SampleVariable]) throws -> [Normalizer] {
        try variables.map { variable in
            let place = "normalizers/\(group)/\(variable.name)"
            guard
                let kind = try reader.attributes(of: place)["kind"]?.text.flatMap({ NormalizationKind(rawValue: $0) })
            else { throw damaged("'\(place)' has no kind") }
            let (shift, scale) = (try numbers(place + "/shift"), try numbers(place + "/scale"))
            guard let normalizer = try? Normalizer(kind, shift: shift, scale: scale) else {
                throw damaged("'\(place)' has shifts and scales that don't fit")
            }
            try normalizer.check(fits: variable)
            return normalizer
        }
    }

    func history() throws -> [EpochRecord] {
        var columns: [String: Tensor<Double>] = [:]
        for name in EpochRecord.columns(of: []).keys where try names.get().contains("history/" + name) {
            columns[name] = try reader.read("history/" + name).doubles
        }
        guard let history = EpochRecord.history(of: columns) else { throw damaged("its history has gaps") }
        return history
    }
}
