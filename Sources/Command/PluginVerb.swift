import Ansatz
import ArgumentParser
import Engine
import Foundation

struct PluginVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Makes, builds and tests a plugin of your own.",
        discussion: """
            A plugin is a Swift package in a folder of its own. It is compiled against the core that this command has, so \
            it is to be built again when Ansatz has changed.

            Example:
              ansatz plugin new smoother --kind solver
              ansatz plugin test smoother
              ansatz plugin build smoother
              ansatz run smoother/examples/smoother.yaml --plugin-path smoother/.build/release
            """,
        subcommands: [PluginNew.self, PluginBuild.self, PluginTest.self])

    /// Says which word was meant where the second word of `ansatz plugin ...` is no verb of its own.
    static func refuseUnknownVerb(_ arguments: ArraySlice<String>) {
        guard let verb = arguments.first, !verb.hasPrefix("-") else { return }
        let names = configuration.subcommands.map { $0._commandName }
        if names.contains(verb) || verb == "help" { return }
        Terminal.failure("unknown verb 'plugin \(verb)'", help: Suggestion.help(for: verb, among: names, noun: "verb"))
        Foundation.exit(64)
    }
}

/// The plugin's folder, as `build` and `test` take it.
struct PluginFolder: ParsableArguments {
    @Argument(help: "The plugin's folder.", completion: .directory)
    var folder = "."

    func package() throws(PluginBuildError) -> PluginPackage {
        try PluginPackage(
            URL(fileURLWithPath: folder, isDirectory: true), core: HostCore(),
            note: { Terminal.error("note: \($0)\n") })
    }

    /// A path in it, as the user would write it.
    func path(_ path: String) -> String {
        folder == "." ? path : (folder.hasSuffix("/") ? folder : folder + "/") + path
    }
}

extension Terminal {
    /// How the user called this command: `ansatz`, or the path that was typed. The launcher says what was typed there.
    static var command: String {
        let typed = ProcessInfo.processInfo.environment["ANSATZ_LAUNCHER"] ?? CommandLine.arguments.first ?? "ansatz"
        return quoted(typed)
    }

    /// A word for the shell.
    static func quoted(_ word: String) -> String {
        let isPlain = word.wholeMatch(of: /[A-Za-z0-9_.\/:=@%+,-]+/) != nil
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// Says why a plugin could not be made or built, and gives the exit code for it.
    static func report(_ failure: PluginBuildError) -> Int32 {
        self.failure(failure.description, help: failure.help)
        return failure.isRequest ? 64 : 3
    }
}
