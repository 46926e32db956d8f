import ArgumentParser
import Engine

struct PluginTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs a plugin's tests against the core of this command.",
        discussion: """
            Runs `swift test` with this command's modules and libraries. The tests import AnsatzTesting, whose contract \
            suite checks what each role promises. Exit code 3 where the tests can't be built or one fails.

            Example: ansatz plugin test ~/plugins/darcy --filter order
            """)

    @OptionGroup var folder: PluginFolder

    @Option(help: "Runs only the tests whose names match this regular expression.")
    var filter: String?

    func run() throws {
        try folder.package().test(filter.map { ["--filter", $0] } ?? [])
    }
}
