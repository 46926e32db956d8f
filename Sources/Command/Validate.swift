import Ansatz
import ArgumentParser
import Engine

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks a scenario without running it.",
        discussion: "Example: ansatz validate examples/heat-sor-bandit.yaml")

    @OptionGroup var arguments: ScenarioArguments

    @Flag(help: "Prints errors and warnings as JSON, for editors and annotations.")
    var json = false

    func run() throws {
        do {
            let (scenario, plan, _) = try arguments.checkAll()
            if json {
                print(CanonicalJSON.pretty(arguments.renderer.json(of: scenario.tree.warnings)))
            } else {
                let methods = scenario.stages.reduce(0) { $0 + $1.methods.count }
                let sweep = plan.map { ", a sweep of \($0.members.count) members" } ?? ""
                print("\(arguments.file): ok (\(scenario.stages.count) stages, \(methods) methods\(sweep))")
            }
        } catch let errors as ScenarioErrors where json {
            print(CanonicalJSON.pretty(arguments.renderer.json(of: errors.diagnostics)))
            throw ExitCode(errors.exitCode)
        }
    }
}
