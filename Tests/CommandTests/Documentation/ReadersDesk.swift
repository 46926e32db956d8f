import Foundation
import TestSupport

/// A folder that looks like the top of the repository to somebody who types in what a page says.
struct ReadersDesk {
    private let folder: TemporaryFolder
    /// What the last command printed.
    private(set) var printed = PrintedText("")

    init() throws {
        folder = try TemporaryFolder()
        for name in ["examples", "Plugins", "Sources", "Tests", "Benchmarks", "docs", "Package.swift"] {
            try link(name, to: BuiltCommand.repository.appending(path: name).path)
        }
        try link("data", to: BuiltCommand.repository.appending(path: "examples/data").path)
        try link("ansatz", to: BuiltCommand.executable.path)
        try FileManager.default.createDirectory(atPath: folder.path(".build"), withIntermediateDirectories: true)
        try link(".build/release", to: BuiltCommand.products.path)
        // The one that the documentation's packages are for.
        try link("python3", to: "/usr/bin/python3")
    }

    mutating func run(_ command: String) throws -> BuiltCommand.Outcome {
        try remember(start("/bin/bash", ["-c", command]))
    }

    mutating func python(_ program: String) throws -> BuiltCommand.Outcome {
        try remember(start("/usr/bin/python3", ["-c", program]))
    }

    func write(_ text: String, to name: String) throws {
        let file = folder.url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    func validate(_ scenario: String) throws -> BuiltCommand.Outcome {
        try write(scenario, to: "page.yaml")
        return try start("./ansatz", ["validate", "page.yaml"])
    }

    private mutating func remember(_ outcome: BuiltCommand.Outcome) -> BuiltCommand.Outcome {
        printed = PrintedText(outcome.output + outcome.errors)
        return outcome
    }

    private func start(_ program: String, _ arguments: [String]) throws -> BuiltCommand.Outcome {
        // A reader may have put the command on PATH.
        let path = "\(folder.url.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
        return try RunningCommand(
            executable: program.hasPrefix("./") ? folder.url.appending(path: program) : URL(fileURLWithPath: program),
            arguments, in: folder.url, environment: ["PATH": path]
        ).wait()
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: target)
    }
}
