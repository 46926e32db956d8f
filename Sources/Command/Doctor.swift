import Ansatz
import ArgumentParser
import Engine
import Foundation

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks this installation and this machine.",
        discussion: """
            Versions, processor, plugins, memory and disk, and whether the numerical libraries give right answers. \
            Exit code 0 where all is well or only odd, 4 where something is wrong.

            Example: ansatz doctor
            """)

    @OptionGroup var plugins: PluginArguments

    @Option(help: "The folder that runs go to.")
    var runs = "runs"

    func run() throws {
        let loader = plugins.load()
        let machine = MachineCheckup(runsFolder: runs)
        let groups: [(String, [Finding])] = [
            ("Program", machine.program), ("Libraries", machine.libraries), ("Machine", machine.hardware),
            ("Resources", machine.resources), ("Plugins", Self.findings(loader.reports)),
            ("Numerics", NumericalCheckup.findings),
        ]
        for (name, findings) in groups {
            let table = TextTable(
                [TableColumn(name), TableColumn("verdict"), TableColumn("found")],
                rows: findings.map { [.text($0.name), .verdict($0.verdict, ""), .text($0.text)] })
            print(table.text(width: Terminal.width))
        }
        let all = groups.flatMap(\.1)
        for finding in all where finding.verdict != .ok {
            let symbol = finding.verdict.symbol
            print("\(symbol) \(finding.name): \(finding.text)" + (finding.help.map { "\n  = help: \($0)" } ?? ""))
        }
        if all.contains(where: { $0.verdict == .failed }) {
            print("\nSomething is wrong.")
            throw ExitCode(4)
        }
        print(all.contains { $0.verdict == .warning } ? "\nIt works." : "All is well.")
    }

    private static func findings(_ reports: [PluginLoader.Report]) -> [Finding] {
        if reports.isEmpty {
            return [
                Finding(
                    "plugins", .warning, "there are none",
                    help: "build them with `swift build`, or name their folder with --plugin-path")
            ]
        }
        return reports.map { report in
            switch report.outcome {
            case .loaded(let entries):
                Finding(report.identity.name, .ok, "\(report.identity.version), \(entries.count) components")
            case .refused(let refusal):
                Finding(
                    report.identity.name, .failed, refusal.description,
                    help: refusal.help(
                        for: report.identity.path, isBesideExecutable: report.isBesideExecutable))
            }
        }
    }
}

/// One thing that the doctor looked at.
struct Finding {
    var name: String
    var verdict: Verdict
    var text: String
    var help: String?

    init(_ name: String, _ verdict: Verdict, _ text: String, help: String? = nil) {
        self.name = name
        self.verdict = verdict
        self.text = text
        self.help = help
    }
}
