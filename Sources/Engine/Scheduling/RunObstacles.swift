import Ansatz

/// What is known to stop a run before it starts: too little memory or disk, and input files that can't be read.
struct RunObstacles {
    private let scenario: Scenario
    /// A folder that exists, on the disk that results go to.
    private let directory: String

    init(_ scenario: Scenario, directory: String) {
        self.scenario = scenario
        self.directory = directory
    }

    /// All of them, each at the place in the scenario that is to blame.
    func find() -> [Diagnostic] {
        var found: [Diagnostic] = []
        var readers: [String: Result<DatasetReader, StorageError>] = [:]
        for stage in scenario.stages {
            guard case .methods(let methods, let output, _) = stage.work else { continue }
            for method in methods {
                do {
                    try ResourceEstimate(method, stage: stage, output: output).check(directory: directory)
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

    private func fault(of file: InputFile, _ readers: inout [String: Result<DatasetReader, StorageError>]) -> Diagnostic? {
        let reader = readers[file.path] ?? Result { () throws(StorageError) in
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
            return Diagnostic(
                "'\(file.written)'\(object): \(error.message)",
                at: error.object == nil ? file.location : file.datasetLocation, help: error.help)
        } catch {
            let (message, help) = FailureText.of(error)
            return Diagnostic("'\(file.written)': \(message)", at: file.location, help: help)
        }
    }
}
