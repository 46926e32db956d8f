import Ansatz
import Glibc

/// What is known to stop a run before it starts: too little memory or disk, and input files that can't be read.
struct RunObstacles {
    private let scenario: Scenario
    private let directory: RunDirectory
    private let keys: KeyMaker
    private let acceptsCodeChanges: Bool
    private let readers: InputReaders

    /// - Parameter directory: where results go; it need not exist yet.
    init(
        _ scenario: Scenario, in directory: RunDirectory, keys: KeyMaker, acceptsCodeChanges: Bool,
        readers: InputReaders
    ) {
        self.scenario = scenario
        self.directory = directory
        self.keys = keys
        self.acceptsCodeChanges = acceptsCodeChanges
        self.readers = readers
    }

    /// All of them, each at the place in the scenario that is to blame.
    func find() -> [Diagnostic] {
        var found: [Diagnostic] = []
        // Methods of a stage mostly read the same datasets.
        var faults: [InputFile: Diagnostic?] = [:]
        for stage in scenario.stages {
            guard case .methods(let methods, let output, _) = stage.work else { continue }
            for method in methods {
                var isReadable = true
                for file in method.inputFiles {
                    let fault = faults[file] ?? fault(of: file)
                    faults[file] = .some(fault)
                    if let fault { found.append(fault) }
                    isReadable = isReadable && fault == nil
                }
                // What a method needs may depend on its files, and its key does: a pipe has no digest.
                guard isReadable else { continue }
                do {
                    try check(method, of: stage, output)
                } catch {
                    let (message, help) = FailureText.of(error)
                    found.append(Diagnostic(message, at: method.location, help: help))
                }
            }
        }
        return DiagnosticRenderer.sorted(found)
    }

    /// Throws where the machine can't hold what a method still has to do.
    private func check(_ method: MethodDefinition, of stage: StageDefinition, _ output: OutputRequest) throws {
        var estimate = try ResourceEstimate(
            method, stage: stage, among: scenario.stages, output: output, readers: readers)
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

    private func fault(of file: InputFile) -> Diagnostic? {
        // What is in a file that is used as a whole is for its reader to judge.
        guard let dataset = file.dataset else { return faultOfWhole(file) }
        do {
            let reader = try readers.reader(of: file.path)
            let variable = try reader.checkedVariable(dataset)
            if variable.isNumeric { return nil }
            return Diagnostic(
                "'\(file.written)': '\(dataset)' holds \(variable.type), and numbers are needed",
                at: file.datasetLocation, help: "name a dataset of numbers")
        } catch let error as StorageError where error.reason == .missingFile {
            return missing(file)
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

    private func faultOfWhole(_ file: InputFile) -> Diagnostic? {
        var status = stat()
        guard stat(file.path, &status) == 0 else {
            if errno == ENOENT { return missing(file) }
            return Diagnostic("'\(file.written)': \(String(cString: strerror(errno)))", at: file.location)
        }
        // A pipe has no digest, and a device may have no end.
        guard status.st_mode & S_IFMT == S_IFREG else {
            return Diagnostic("'\(file.written)' is no regular file", at: file.location, help: "name a file of data")
        }
        if access(file.path, R_OK) == 0 { return nil }
        return Diagnostic(
            "'\(file.written)': \(String(cString: strerror(errno)))", at: file.location,
            help: "check its owner and mode with 'ls -l'")
    }

    private func missing(_ file: InputFile) -> Diagnostic {
        Diagnostic(
            "there is no file '\(file.written)'", at: file.location,
            help: "looked for '\(file.path)'; paths are relative to the scenario's folder")
    }
}
