import Ansatz
import ArgumentParser
import Engine

struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the JSON Schema of scenarios, for editors.",
        discussion: """
            Of all components that are installed: verbs, options with types, ranges, defaults and help. Editors complete, \
            explain and check scenarios with it; docs/editors.md has the set-up. `ansatz validate` finds what a schema \
            can't, such as arithmetic out of range.

            Example: ansatz schema --output ansatz-schema.json
            """)

    @Option(name: .shortAndLong, help: "The file to write; standard output where it is left out.", completion: .file())
    var output: String?

    @OptionGroup var plugins: PluginArguments

    func run() throws {
        let loader = plugins.load()
        // Without a plugin that was asked for, the schema would refuse its components.
        for case let failure? in loader.reports.map(\.failure) {
            Terminal.warning(failure.message, help: failure.help)
        }
        let text = CanonicalJSON.pretty(ScenarioSchema(loader.registry).json)
        guard let output else { return print(text, terminator: "") }
        try AtomicFile.write(text, to: output)
    }
}
