import Ansatz
import ArgumentParser
import Engine
import Foundation

struct Sweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs a scenario for many values of its options, or continues that.",
        discussion: """
            What varies stands in the scenario under 'sweep', or is given by --over, which adds to it. Each member runs in \
            a process of its own; one that fails stops only itself. The same command again does what is left: members that \
            are done are reused, interrupted ones go on.

            Examples:
              ansatz sweep examples/sweep-sor-omega.yaml
              ansatz sweep FILE --over stages.run.with.dt=1e-3,5e-4 --over vars.n=16,32,64
              ansatz sweep FILE --over 'stages.run.with.dt={ from: 1e-4, to: 1e-2, scale: log }' --kind halton --samples 64
            """)

    @OptionGroup var arguments: ScenarioArguments

    @Option(help: "One axis: PATH=VALUE,VALUE,... or 'PATH={ from: 1, to: 2, count: 5, scale: log }'. May be repeated.")
    var over: [String] = []

    @Option(help: "grid, list, random or halton.")
    var kind: String?

    @Option(help: "Members to draw, for random and halton.")
    var samples: String?

    @Option(help: "The seed of the draws. Default: the scenario's.")
    var seed: String?

    @Option(help: "Members at a time. Default: as many as processors and memory allow.")
    var jobs: Int?

    @Option(help: "Threads of all members together. Results don't depend on it. Default: all.")
    var threads: Int?

    @Option(name: [.customShort("o"), .long], help: "The sweep's directory. Default: runs/<name>.sweep.")
    var output: String?

    @Flag(help: "Keeps results where only code changed.")
    var accept = false

    @Flag(help: "Shows the members and stops.")
    var list = false

    @Flag(help: "Prints events as JSON lines on standard output.")
    var json = false

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    func validate() throws {
        for (name, value) in [("jobs", jobs), ("threads", threads)] {
            if let value, !(1...1024).contains(value) {
                throw ValidationError("--\(name) must be between 1 and 1024, not \(value)")
            }
        }
    }

    private var sweep: SweepArguments {
        var sweep = SweepArguments()
        sweep.over = over
        for (key, text) in [("kind", kind), ("samples", samples), ("seed", seed)] {
            if let text { sweep.settings.append((key, text)) }
        }
        return sweep
    }

    func run() throws {
        let (_, checked, loader) = try arguments.checkAll(sweep)
        guard let plan = checked else {
            Terminal.failure(
                "'\(arguments.file)' has no section 'sweep', and no --over was given",
                help: "give --over stages.NAME.with.OPTION=VALUE,VALUE")
            throw ExitCode(2)
        }
        if list { return show(plan) }
        let directory = try SweepDirectory(creating: output ?? "runs/\(plan.base.name).sweep")
        var options = SweepRunner.Options(
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, readers: FileReading.readers)
        options.jobs = jobs
        options.acceptsCodeChanges = accept
        options.pluginPaths = arguments.plugins.paths
        let console = SweepConsole(style: json ? .json : quiet ? .quiet : .people, name: plan.base.name)
        Interruption.install()
        let summary: SweepSummary
        do {
            let runner = try SweepRunner(
                plan, in: directory, registry: loader.registry, options: options, watch: { console.show($0) })
            summary = try runner.run()
        } catch let diagnostics as Diagnostics {
            throw ScenarioErrors(
                diagnostics: diagnostics.all, arguments: arguments, reports: [], sources: sweep.sources)
        }
        console.finish(summary)
        if summary.exitCode != 0 { throw ExitCode(summary.exitCode) }
    }

    private func show(_ plan: SweepPlan) {
        let axes = plan.definition.axes
        let table = TextTable(
            [TableColumn("member", alignment: .right), TableColumn("settings"), TableColumn("folder")],
            rows: plan.members.map { [.integer($0.number), .text($0.label), .text($0.folder)] })
        print(table.text(width: 10_000))
        print(
            "\(plan.members.count) members: \(plan.definition.kind.rawValue) over "
                + axes.map(\.pathText).joined(separator: ", "))
    }
}
