import Ansatz

/// The result files of a stage's methods, open for reading.
final class StageResults {
    struct Source {
        /// As in legends: the method's name, or the stage's where it has only one.
        let name: String
        let summary: RunSummary.Method
        let reader: DatasetReader
        let variables: [StoredVariable]
        /// Whether it is of a `train` or `evaluate` stage.
        let isLearned: Bool

        /// Numbers that are no coordinates, probes, or series over steps or iterations.
        var fields: [StoredVariable] {
            // Models and what they were judged by have figures of their own.
            if isLearned { return [] }
            return variables.filter { variable in
                variable.isNumeric && !variable.isCoordinate
                    && Set(variable.dimensions).isDisjoint(with: ["step", "iteration", "probe"])
            }
        }
    }

    let stage: RunSummary.Stage
    private(set) var sources: [Source] = []
    /// What could not be read or drawn.
    private(set) var notices: [ReportBlock] = []

    init(_ stage: RunSummary.Stage, directory: RunDirectory, readers: InputReaders) {
        self.stage = stage
        for method in stage.methods {
            guard method.status == .ok, let folder = method.folder else { continue }
            attempt("\(RunResults.place(stage, method)): its result can't be shown") {
                let folderPath = "\(directory.path)/\(folder)"
                let path = "\(folderPath)/\(ResultFolder.resultFile)"
                let isSealed = ResultSeal(in: folderPath).map { $0.fault(in: folderPath) == nil } ?? false
                let reader = try isSealed ? DatasetReader(path: path) : readers.reader(of: path)
                sources.append(
                    Source(
                        name: method.name ?? stage.name, summary: method, reader: reader,
                        variables: try reader.variables(), isLearned: [.train, .evaluate].contains(stage.verb)))
            }
        }
    }

    /// Says something below the figures.
    func note(_ text: String) { notices.append(.paragraph(text)) }

    /// Runs `body`; what it throws becomes a note in the report.
    func attempt(_ what: String, _ body: () throws -> Void) {
        do {
            try body()
        } catch {
            let (message, help) = FailureText.of(error)
            notices.append(.notice(.warning, "\(what): \(message)" + (help.map { ". \($0)" } ?? "")))
        }
    }
}
