public import Foundation

/// The command as it was built with these tests, run as a user would.
public struct BuiltCommand {
    /// How a call ended.
    public struct Outcome: Sendable {
        /// The exit code, or 128 plus the signal's number.
        public var status: Int32
        public var output: String
        public var errors: String
    }

    /// The folder of the built products: the tests' own.
    public static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// The top of the repository.
    public static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    public static var executable: URL { products.appending(path: "ansatz") }

    /// Runs the command and waits for it.
    public static func run(
        _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = try start(arguments, in: folder, environment: environment)
        return process.wait()
    }

    /// Runs another program in the same way.
    public static func run(program: String, _ arguments: [String], in folder: URL? = nil) throws -> Outcome {
        try RunningCommand(
            executable: URL(fileURLWithPath: program), arguments, in: folder, environment: [:]
        ).wait()
    }

    /// Starts the command.
    public static func start(
        _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
    ) throws -> RunningCommand {
        try RunningCommand(executable: executable, arguments, in: folder, environment: environment)
    }
}

/// A started command. Its output goes to files, so it never waits for a reader.
public final class RunningCommand {
    public let process = Process()
    private let folder: TemporaryFolder

    public init(
        executable: URL, _ arguments: [String], in workingFolder: URL?, environment: [String: String]
    ) throws {
        folder = try TemporaryFolder()
        process.executableURL = executable
        process.arguments = arguments
        if let workingFolder { process.currentDirectoryURL = workingFolder }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, own in own }
        process.standardInput = FileHandle.nullDevice
        for (name, assign) in [
            ("output", { self.process.standardOutput = $0 }), ("errors", { self.process.standardError = $0 }),
        ] as [(String, (FileHandle) -> Void)] {
            let url = folder.url.appending(path: name)
            _ = FileManager.default.createFile(atPath: url.path, contents: nil)
            assign(try FileHandle(forWritingTo: url))
        }
        try process.run()
    }

    /// Waits for the end.
    public func wait() -> BuiltCommand.Outcome {
        process.waitUntilExit()
        func text(_ name: String) -> String {
            (try? String(contentsOf: folder.url.appending(path: name), encoding: .utf8)) ?? ""
        }
        let signal = process.terminationReason == .uncaughtSignal
        return BuiltCommand.Outcome(
            status: signal ? 128 + process.terminationStatus : process.terminationStatus, output: text("output"),
            errors: text("errors"))
    }

    /// Sends a signal.
    public func send(_ signal: Int32) { kill(process.processIdentifier, signal) }
}
