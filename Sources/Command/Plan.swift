import Ansatz
import ArgumentParser
import Engine
import Foundation

struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what a run would do, why, and what it needs.",
        discussion: "Example: ansatz plan examples/heat-sor-bandit.yaml")

    @OptionGroup var arguments: ScenarioArguments
    @OptionGroup var destination: DestinationArguments

    func run() throws {
        let (scenario, _) = try arguments.check()
        let directory = destination.path(for: scenario)
        let plan: RunPlan
        do {
            plan = try RunPlan(
                scenario, directory: directory, acceptsCodeChanges: destination.accept, readers: FileReading.readers)
        } catch let diagnostics as Diagnostics {
            throw ScenarioErrors(diagnostics: diagnostics.all, arguments: arguments, reports: [])
        }
        print("\(scenario.name): \(directory)\n")
        print(plan.table.text(width: Terminal.width))
        if !plan.obstacles.isEmpty {
            throw ScenarioErrors(diagnostics: plan.obstacles, arguments: arguments, reports: [])
        }
    }
}

/// Where results go.
struct DestinationArguments: ParsableArguments {
    @Option(name: [.customShort("o"), .long], help: "The run directory. Default: runs/<name>.")
    var output: String?

    @Flag(help: "Keeps results where only code changed.")
    var accept = false

    func path(for scenario: Scenario) -> String { output ?? "runs/\(scenario.name)" }
}
