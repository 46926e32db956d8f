import Ansatz
import Engine
import Foundation

/// Files that others made are read by this program in another process: see `docs/design/016`.
enum FileReading {
    /// The first argument of that process. No verb: nobody types it.
    private static let argument = "read-file-for-parent"

    static var process: ReadingProcess { ReadingProcess(executable: "/proc/self/exe", arguments: [argument]) }

    static var readers: InputReaders { InputReaders(process: process) }

    /// Does nothing else where this is such a process. Before anything is read from the command line.
    static func serveIfAsked() {
        guard CommandLine.arguments.count == 2, CommandLine.arguments[1] == argument else { return }
        ReadingServer.run()
        Terminal.failure("'\(argument)' is how this command calls itself", help: "see what there is: `ansatz --help`")
        Foundation.exit(64)
    }
}
