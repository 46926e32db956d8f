import ArgumentParser
import Engine

/// Pages of the reference about the command itself.
enum CommandPages {
    static var all: [ReferencePages.Page] { [verbs, exitCodes] }

    /// Columns of help texts, wherever they are made.
    private static let columns = 100

    private static var verbs: ReferencePages.Page {
        let commands = AnsatzCommand.configuration.subcommands
        let sections = commands.map { command in
            "## \(command._commandName)\n\n" + fence(AnsatzCommand.helpMessage(for: command, columns: columns))
        }
        let whole = fence(AnsatzCommand.helpMessage(columns: columns))
        return .init(
            path: "command.md", title: "The command and its verbs",
            text: (["# The command", "Each verb with its `--help`.", whole] + sections).joined(separator: "\n\n") + "\n"
        )
    }

    private static var exitCodes: ReferencePages.Page {
        let codes = ExitStatus.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
        let text = """
            # Exit codes and errors

            | Code | Means |
            | --- | --- |
            \(codes.joined(separator: "\n"))

            The launcher `./ansatz` adds 69 (something is missing on this machine) and 70 (the build failed).

            Errors of a scenario come all at once, each with file, line and column; `validate --json` prints them for
            programs. What a component may throw while it works, and what follows:

            | Error of a component | Means | Fallback | Code |
            | --- | --- | --- | --- |
            | `notConverged` | the iteration limit was reached first | starts | 4 without a fallback |
            | `nonFinite` | a value became infinite or not a number | starts | 4 without a fallback |
            | `unsuitable` | the method can't work on this statement | starts | 4 without a fallback |
            | a certificate that fails | the problem's own check refuses the result | starts | 4 without a fallback |
            | `badInput` | input that the scenario names has a fault | none | 4 |
            | `tooLarge` | sizes that no memory holds | none | 2 where it is found before the run, else 4 |
            | `cancelled` | the user asked to stop | none | 5 |

            """
        return .init(path: "exit-codes.md", title: "Exit codes and errors", text: text)
    }

    private static func fence(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }
        return "```\n" + lines.joined(separator: "\n").trimmingPrefix("\n") + "\n```"
    }
}
