import Ansatz

/// What is known to stop a run before it starts: too little memory or disk, and input files that can't be read.
struct RunObstacles {
    private let scenario: Scenario
    private let directory: RunDirectory
    private let keys: KeyMaker
    private let acceptsCodeChanges: Bool

    /// - Parameter directory: where results go; it need not exist yet.
    init(_ scenario: Scenario, in directory: RunDirectory, keys: KeyMaker, acceptsCodeChanges: Bool) {
        self.scenario = scenario
        self.directory = directory
        self.keys = keys
        self.acceptsCodeChanges = acceptsCodeChanges
    }

    /// All of them, each at the place in the scenario that is to blame.
    func find() -> [Diagnostic] {
        var found: [Diagnostic] = []
        var readers: [String: Result<DatasetReader, StorageError>] = [:]
        for stage in scenario.stages {
            guard case .methods(let methods, let output, _) = stage.work else { continue }
            for method in methods {
                do {
                    try check(method, of: stage, output)
                } catch {
                    let (message, help) = FailureText.of(error)
                    found.append(Diagnostic(message, at: method.location, help: help))
                }
                for file in method.inputFiles {
                    if let fault = fault(of: file, &readers) { found.append(fault) }
                }
            }
        }
        return DiagnosticRenderer.sorted(found)
    }

    /// Throws where the machine can't hold what a method still has to do.
    private func check(_ method: MethodDefinition, of stage: StageDefinition, _ output: OutputRequest) throws {
        var estimate = try ResourceEstimate(method, stage: stage, output: output)
        let folder = ResultFolder(path: directory.results(stage: stage.name, method: method.name))
        // An input that can't be read is reported on its own.
        if let key = try? keys.key(for: method, of: stage, output: output, upstream: directory.resultDigest(of:)) {
            switch folder.decide(key, accept: acceptsCodeChanges) {
            case .reuse, .publish: return
            case .resume: estimate.disk -= min(estimate.disk, folder.spoolSize)
            case .extend, .run: break
            }
        }
        try estimate.check(directory: directory.existingFolder)
    }

    private func fault(of file: InputFile, _ readers: inout [String: Result<DatasetReader, StorageError>])
        -> Diagnostic?
    {
        let reader =
            readers[file.path]
            ?? Result { () throws(StorageError) in
                do { return try DatasetReader(path: file.path) } catch let error as StorageError { throw error } catch {
                    throw StorageError(.failed, file: file.path, "\(error)")
                }
            }
        readers[file.path] = reader
        do {
            let reader = try reader.get()
            guard let dataset = file.dataset else { return nil }
            let variable = try reader.variable(dataset)
            if variable.isNumeric { return nil }
            return Diagnostic(
                "'\(file.written)': '\(dataset)' holds \(variable.type), and numbers are needed",
                at: file.datasetLocation, help: "name a dataset of numbers")
        } catch let error as StorageError where error.reason == .missingFile {
            return Diagnostic(
                "there is no file '\(file.written)'", at: file.location,
                help: "looked for '\(file.path)'; paths are relative to the scenario's folder")
        } catch let error as StorageError {
            let object = error.object.map { ": '\($0)'" } ?? ""
            let name = String((file.dataset ?? "").split(separator: "/").last ?? "")
            let likely =
                Suggestion.closest(to: name, among: error.available)
                ?? error.available.first { $0.lowercased() == name.lowercased() }
            let help = [likely.map { "did you mean '\($0)'?" }, error.help].compactMap { $0 }
            return Diagnostic(
                "'\(file.written)'\(object): \(error.message)",
                at: error.object == nil ? file.location : file.datasetLocation,
                help: help.isEmpty ? nil : help.joined(separator: " "))
        } catch {
            let (message, help) = FailureText.of(error)
            return Diagnostic("'\(file.written)': \(message)", at: file.location, help: help)
        }
    }
}
