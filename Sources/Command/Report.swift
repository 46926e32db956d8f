import ArgumentParser
import Engine

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rebuilds the report of a run from its files.",
        discussion: "Example: ansatz report runs/heat-sor-bandit")

    @Argument(help: "The run directory.", completion: .directory)
    var directory: String

    func run() throws {
        let directory = RunDirectory(existing: self.directory)
        let summary: RunSummary
        do {
            summary = try RunSummary(of: directory)
        } catch let failure as RunFailure {
            Terminal.failure(failure.message, help: failure.help)
            throw ExitCode(2)
        }
        try RunReport(summary: summary, directory: directory, readers: FileReading.readers).write()
        print(directory.report)
    }
}
