import Ansatz
import ArgumentParser
import Engine
import Foundation

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs a scenario, or continues it.",
        discussion: """
            What is done and unchanged is reused, what was interrupted goes on where it stopped, with the same bits as if \
            it had not been. Ctrl-C once saves the state and stops, twice stops at once.

            Examples:
              ansatz run examples/heat-sor-bandit.yaml
              ansatz run examples/heat-sor-bandit.yaml --set stages.run.with.steps=100 --output runs/short
            """)

    @OptionGroup var arguments: ScenarioArguments
    @OptionGroup var destination: DestinationArguments
    @OptionGroup var threads: ThreadsArgument

    /// Members of a sweep run the sweep's copy of the scenario.
    @Option(name: .customLong("relative-to"), help: .hidden)
    var baseDirectory: String?

    @Flag(help: "Prints events as JSON lines on standard output.")
    var json = false

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    func run() throws {
        let (scenario, loader) = try arguments.check(relativeTo: baseDirectory)
        if scenario.sweep != nil, !quiet, !json {
            Terminal.error("the key 'sweep' is left aside: `ansatz sweep \(arguments.file)` runs it\n")
        }
        let directory = try RunDirectory(creating: destination.path(for: scenario))
        let console = RunConsole(style: json ? .json : quiet ? .quiet : .people)
        Interruption.install()
        let summary: RunSummary
        do {
            let scheduler = try Scheduler(
                scenario, in: directory,
                options: Scheduler.Options(
                    threads: threads.threads, acceptsCodeChanges: destination.accept, readers: FileReading.readers,
                    registry: loader.registry),
                watch: { console.show($0) })
            summary = try scheduler.run()
        } catch let diagnostics as Diagnostics {
            throw ScenarioErrors(diagnostics: diagnostics.all, arguments: arguments, reports: [])
        }
        console.finish(summary, directory: directory)
        if summary.exitCode != 0 { throw ExitCode(summary.exitCode) }
    }
}
