import Foundation

/// A call of a program that stands on PATH, such as `swift`.
struct ToolCall {
    /// What a call left behind.
    struct Outcome {
        var status: Int32
        /// What it wrote to standard output; empty where that went straight to ours.
        var output: String
    }

    private let executable: URL

    /// - Throws: ``PluginBuildError`` where no such program is on PATH.
    init(_ name: String, help: String) throws(PluginBuildError) {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        let found = path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let found else { throw PluginBuildError("'\(name)' is not on PATH", help: help) }
        executable = URL(fileURLWithPath: found)
    }

    /// Runs it to its end. Errors that it writes go to ours.
    ///
    /// - Parameter isCaptured: whether standard output is wanted as a result; else it goes to ours.
    func run(_ arguments: [String], isCaptured: Bool = false) throws(PluginBuildError) -> Outcome {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let output = isCaptured ? Pipe() : nil
        if let output { process.standardOutput = output }
        do { try process.run() } catch {
            throw PluginBuildError("'\(executable.path)' can't be started: \(error)")
        }
        let text = output.map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: text ?? "")
    }
}
