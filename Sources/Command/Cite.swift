import Ansatz
import ArgumentParser
import Engine
import Foundation

struct Cite: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints what to cite for a run or a scenario.",
        discussion: """
            The references of the components that made the results, and of Ansatz itself. Of a run, components that \
            stand under `fallback` count only where the fallback was used; of a scenario, all count.

            Examples:
              ansatz cite runs/heat-sor-bandit
              ansatz cite examples/heat-sor-bandit.yaml --format bibtex
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, bibtex }

    @Argument(help: "A run directory, or a scenario file.", completion: .file(extensions: ["yaml", "yml"]))
    var path: String

    @Option(help: "How to print them.")
    var format = Format.text

    @OptionGroup var plugins: PluginArguments

    func run() throws {
        let citations = try citations()
        print(format == .bibtex ? citations.bibTeX : citations.text, terminator: "")
    }

    private func citations() throws -> Citations {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return Citations(of: try scenario())
        }
        do { return try Citations(of: RunDirectory(existing: path)) } catch let failure as RunFailure {
            Terminal.failure(failure.message, help: failure.help)
            throw ExitCode(ExitStatus.scenario.rawValue)
        }
    }

    private func scenario() throws -> Scenario {
        let paths = plugins.paths.flatMap { ["--plugin-path", $0] }
        return try ScenarioArguments.parse(paths + ["--", path]).check().scenario
    }
}
