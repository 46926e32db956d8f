import Ansatz
import ArgumentParser
import Foundation

/// How many threads a command that computes may use.
struct ThreadsArgument: ParsableArguments {
    @Option(name: .customLong("threads"), help: "Threads to use. Results don't depend on it. Default: all.")
    var count: Int?

    var threads: Threads { Threads(count ?? ProcessInfo.processInfo.activeProcessorCount) }

    func validate() throws {
        if let count, !(1...1024).contains(count) {
            throw ValidationError("--threads must be between 1 and 1024, not \(count)")
        }
    }
}
