import Ansatz
import ArgumentParser
import Engine
import Foundation

/// The command `ansatz`. Each verb has a file of its own.
@main
struct AnsatzCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ansatz",
        abstract: "Scientific simulation with classical and learned methods under one contract.",
        discussion: """
            A scenario (YAML) names problems and the methods that work on them; every result carries a certificate.

              ansatz run examples/heat-sor-bandit.yaml
              ansatz describe ssor_cg

            Exit codes: \(ExitStatus.line).
            """,
        version: AnsatzVersion.current,
        subcommands: [
            Run.self, Validate.self, Plan.self, Sweep.self, Report.self, Predict.self, Plugins.self, Describe.self,
            Schema.self,
            PluginVerb.self, Inspect.self, Cite.self, Doctor.self,
        ]
    )

    static func main() {
        FileReading.serveIfAsked()
        LibrarySettings.apply()
        refuseUnknownVerb()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let code as ExitCode {
            Foundation.exit(code.rawValue)
        } catch let error as PluginBuildError {
            Foundation.exit(Terminal.report(error))
        } catch let error where Self.isOurs(error) {
            Foundation.exit(Terminal.report(error))
        } catch {
            exit(withError: error)
        }
    }

    /// The parser would only call the verb an unexpected argument.
    private static func refuseUnknownVerb() {
        guard let verb = CommandLine.arguments.dropFirst().first, !verb.hasPrefix("-") else { return }
        let names = configuration.subcommands.map { $0._commandName }
        if verb == "plugin" { PluginVerb.refuseUnknownVerb(CommandLine.arguments.dropFirst(2)) }
        if names.contains(verb) || verb == "help" { return }
        Terminal.failure("unknown verb '\(verb)'", help: Suggestion.help(for: verb, among: names, noun: "verb"))
        Foundation.exit(64)
    }

    private static func isOurs(_ error: any Error) -> Bool {
        error is ScenarioErrors || error is Diagnostics || error is RunFailure || error is ComputationError
            || error is StorageError
    }
}

/// What numerical libraries read from the environment at their start.
enum LibrarySettings {
    /// Starts this program again with the variables that OpenBLAS needs to know this processor, where it doesn't.
    static func apply() {
        let environment = ProcessInfo.processInfo.environment
        guard
            let type = LinearAlgebraLibrary.coreTypeToStartWith(
                coreName: LinearAlgebraLibrary.coreName, hasAVX512: LinearAlgebraLibrary.hasAVX512,
                environment: environment)
        else { return }
        setenv("OPENBLAS_CORETYPE", type, 1)
        // It works on one thread; the others would only spin.
        setenv("OPENBLAS_NUM_THREADS", "1", 1)
        var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
        arguments.append(nil)
        // Comes back only where it fails; then this process goes on, slower.
        execv("/proc/self/exe", arguments)
    }
}
