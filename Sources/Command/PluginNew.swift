import Ansatz
import ArgumentParser
import Engine
import Foundation

struct PluginNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Makes a plugin's package, with a component that works, its tests and a scenario.",
        discussion: """
            The folder is called like the plugin unless --output says otherwise. Nothing that exists is overwritten.

            Examples:
              ansatz plugin new smoother --kind solver
              ansatz plugin new darcy --kind problem --output ~/plugins/darcy
            """)

    @Argument(help: "The plugin's name: 1 to 63 of a-z, 0-9 and '_', a letter first.")
    var name: String

    @Option(help: "What it brings: solver, operator, integrator, tuner, generator or problem.")
    var kind: String

    @Option(name: .shortAndLong, help: "The folder to make.", completion: .directory)
    var output: String?

    func run() throws {
        guard let kind = PluginKind(rawValue: self.kind) else {
            let kinds = PluginKind.allCases.map(\.rawValue)
            Terminal.failure(
                "there is no kind '\(self.kind)'", help: Suggestion.help(for: self.kind, among: kinds, noun: "kind"))
            throw ExitCode(64)
        }
        let name = try PluginName(self.name)
        let core = try HostCore()
        let loader = PluginLoader(search: PluginSearch(named: [], executableFolder: core.products.path))
        try name.check(
            as: kind, core: core, registry: loader.registry,
            libraries: loader.reports.map { URL(fileURLWithPath: $0.identity.path).lastPathComponent })
        let folder = output ?? name.text
        let place = URL(fileURLWithPath: folder, isDirectory: true)
        try PluginTemplate(name, kind, core: core).make(at: place)
        try PluginPackage(place, core: core).writeEditorSettings()
        let path = Terminal.quoted(folder)
        let command = Terminal.command
        print(
            """
            \(folder): a plugin with the \(kind.rawValue) '\(name.text)'
              Sources/\(name.module)/\(name.module).swift   the \(kind.rawValue): edit this
              Tests/\(name.module)Tests/   the contract of its role, and a test of its own
              examples/\(name.text).yaml   a scenario that uses it

            next:
              \(command) plugin test \(path)
              \(command) plugin build \(path)
              \(command) run \(path)/examples/\(name.text).yaml --plugin-path \(path)/.build/\(HostCore.configuration)
            """)
    }
}
