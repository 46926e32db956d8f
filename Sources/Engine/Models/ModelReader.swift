public import Ansatz
import Foundation

/// Opens trained models: looks up the operator that a file names, and makes it with the options that stand there.
public struct ModelReader: Sendable {
    let registry: Registry
    private let readers: InputReaders

    public init(registry: Registry, readers: InputReaders) {
        self.registry = registry
        self.readers = readers
    }

    /// The model of a file.
    ///
    /// - Throws: ``StorageError`` where it can't be read or is no model; ``RunFailure`` where no loaded plugin has its
    ///   operator, or has one that takes other options.
    public func model(at path: String) throws -> TrainedModel {
        // Our own results, as they were left, need no process of their own.
        let folder = path.hasSuffix("/" + ResultFolder.resultFile) ? String(path.dropLast(10)) : nil
        let isSealed = folder.map { folder in ResultSeal(in: folder).map { $0.fault(in: folder) == nil } ?? false }
        return try model(isSealed == true ? DatasetReader(path: path) : readers.reader(of: path))
    }

    /// The model of an open file.
    func model(_ reader: DatasetReader) throws -> TrainedModel {
        try TrainedModel.read(reader) { try architecture($0, $1, of: reader.path) }
    }

    /// The file of a model that a person names: a model file, the folder of a stage or of one of its methods, or that
    /// of a run which trained one model.
    ///
    /// - Throws: ``RunFailure`` where there is none, or several.
    public static func file(at path: String) throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw RunFailure(
                "there is no file or folder '\(path)'", help: "name a model file, or a run that trained one")
        }
        guard isFolder.boolValue else { return path }
        let found = files(below: path.hasSuffix("/") ? String(path.dropLast()) : path, depth: 3)
        if found.count == 1 { return found[0] }
        guard found.isEmpty else {
            throw RunFailure(
                "'\(path)' holds \(found.count) trained models", help: "name one: " + Suggestion.list(found))
        }
        let unfinished = FileManager.default.fileExists(atPath: path + "/stages")
        throw RunFailure(
            "'\(path)' holds no trained model",
            help: unfinished
                ? "its scenario has no finished stage with the verb 'train'"
                : "name a model file, or a run that trained one")
    }

    /// The results of finished `train` stages in a folder and below it.
    private static func files(below folder: String, depth: Int) -> [String] {
        let manager = FileManager.default
        if let data = manager.contents(atPath: folder + "/key.json") {
            let key = (try? JSONValue(parsing: data))?["key"]
            let isModel = key?["parts"]?["verb"]?.string == StageVerb.train.rawValue
            return isModel ? [folder + "/" + ResultFolder.resultFile] : []
        }
        guard depth > 0 else { return [] }
        let names = ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        return names.filter { !$0.hasSuffix(".part") && !$0.contains(".was-") }.flatMap { name -> [String] in
            var isFolder: ObjCBool = false
            let path = "\(folder)/\(name)"
            guard manager.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return [] }
            return files(below: path, depth: depth - 1)
        }
    }

    private func architecture(
        _ name: String, _ options: JSONValue, of path: String
    ) throws -> any TrainableOperator {
        guard let entry = registry[.operator, name], entry.isTrainable else {
            let names = registry.all(of: .operator).filter(\.isTrainable).map(\.info.name)
            throw RunFailure(
                "'\(path)' is a model of the operator '\(name)', which no loaded plugin has",
                help: "give its plugin with `--plugin-path` or ANSATZ_PLUGIN_PATH; operators with weights here: "
                    + (names.isEmpty ? "none" : names.joined(separator: ", ")))
        }
        let decoder = OptionDecoder(registry: registry, baseDirectory: ".")
        let configured = ConfiguredComponent.decode(
            name, options: Setting(options), at: nil, as: .operator, with: decoder)
        if let fault = decoder.diagnostics.first {
            throw RunFailure(
                "'\(path)': the operator '\(name)' of plugin '\(entry.plugin.name)' does not take the model's options: "
                    + fault.message, help: "the model was trained with another version of that plugin: use that one")
        }
        guard let made = try configured?.make() as? any TrainableOperator else {
            throw RunFailure("'\(path)': operator '\(name)' has no weights")
        }
        return made
    }
}
