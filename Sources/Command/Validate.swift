import ArgumentParser
import Engine

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks a scenario without running it.",
        discussion: "Example: ansatz validate examples/heat-sor-bandit.yaml")

    @OptionGroup var arguments: ScenarioArguments

    @Flag(help: "Prints the errors as JSON, for editors.")
    var json = false

    func run() throws {
        do {
            let (scenario, plan, _) = try arguments.checkAll()
            if json {
                print("[]")
            } else {
                let methods = scenario.stages.reduce(0) { $0 + $1.methods.count }
                let sweep = plan.map { ", a sweep of \($0.members.count) members" } ?? ""
                print("\(arguments.file): ok (\(scenario.stages.count) stages, \(methods) methods\(sweep))")
            }
        } catch let errors as ScenarioErrors where json {
            print(CanonicalJSON.pretty(DiagnosticRenderer().json(of: errors.diagnostics)))
            throw ExitCode(errors.exitCode)
        }
    }
}
