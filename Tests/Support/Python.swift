import Foundation

/// The system's Python, whose xarray, h5py and netCDF4 know nothing of us.
public enum Python {
    public struct Outcome: Sendable {
        public var status: Int32
        public var errors: String
    }

    /// Runs a program text with arguments.
    public static func run(_ program: String, _ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", program] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, errors: text)
    }
}
