import Ansatz
import Engine
import Foundation

/// Where the command's words go: results to standard output, everything else to standard error.
enum Terminal {
    static let isInteractive = isatty(STDERR_FILENO) == 1
    private static let environment = ProcessInfo.processInfo.environment
    /// Colours where somebody sees them and has not said no.
    static let usesColor = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"

    /// Columns of the terminal; 100 where there is none.
    static var width: Int {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 100
    }

    static func error(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    /// `error: message`, with what to do on the next line.
    static func failure(_ message: String, help: String?) {
        error("error: \(message)\n" + (help.map { "  = help: \($0)\n" } ?? ""))
    }

    static func warning(_ message: String, help: String) { error("warning: \(message)\n  = help: \(help)\n") }

    static func print(
        _ diagnostics: [Diagnostic], of arguments: ScenarioArguments, sources: [String: String] = [:]
    ) {
        var renderer = DiagnosticRenderer(sources: sources, overrides: arguments.overrides)
        renderer.usesColor = usesColor
        error(renderer.text(of: diagnostics))
    }

    /// Says what went wrong, and gives the exit code for it.
    static func report(_ failure: any Error) -> Int32 {
        switch failure {
        case let errors as ScenarioErrors:
            print(errors.diagnostics, of: errors.arguments, sources: errors.sources)
            if errors.needsPlugin {
                for case let failure? in errors.reports.map(\.failure) {
                    self.failure(failure.message, help: failure.help)
                }
            }
            return errors.exitCode
        case let diagnostics as Diagnostics:
            error(DiagnosticRenderer(usesColor: usesColor).text(of: diagnostics.all))
            return 2
        default:
            let (message, help) = FailureText.of(failure)
            self.failure(message, help: help)
            return 4
        }
    }
}
