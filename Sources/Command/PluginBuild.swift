import Ansatz
import ArgumentParser
import Engine
import Foundation

struct PluginBuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Compiles a plugin against the core of this command.",
        discussion: """
            Runs `swift build` with this command's modules and library, and loads the result to see that it fits. Writes \
            `Handshake.swift` beside the sources and `.sourcekit-lsp/config.json` for editors; both are for this build of \
            Ansatz only and are not for version control. Exit code 3 where the plugin can't be built or loaded.

            Example: ansatz plugin build ~/plugins/darcy
            """)

    @OptionGroup var folder: PluginFolder

    func run() throws {
        let package = try folder.package()
        let libraries = try package.build()
        let loader = PluginLoader(
            search: PluginSearch(named: libraries.map(\.path), executableFolder: HostCore.programFolder.path))
        let reports = loader.reports.filter { !$0.isBesideExecutable }
        let products = folder.path(".build/\(HostCore.configuration)")
        for report in reports {
            if let failure = report.failure {
                Terminal.failure(failure.message, help: failure.help)
                continue
            }
            guard case .loaded(let entries) = report.outcome else { continue }
            let brought = entries.map { "\($0.role.name) '\($0.info.name)'" }.joined(separator: ", ")
            let file = URL(fileURLWithPath: report.identity.path).lastPathComponent
            print("\(products)/\(file): plugin '\(report.identity.name)' with \(brought.isEmpty ? "nothing" : brought)")
        }
        if reports.contains(where: { $0.failure != nil }) { throw ExitCode(3) }
        for example in package.examples {
            let scenario = Terminal.quoted(folder.path("examples/\(example.lastPathComponent)"))
            print("run it: \(Terminal.command) run \(scenario) --plugin-path \(Terminal.quoted(products))")
        }
    }
}
