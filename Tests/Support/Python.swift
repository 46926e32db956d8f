import Foundation

/// The system's Python, whose xarray, h5py and netCDF4 know nothing of us.
public enum Python {
    /// Runs a program text with arguments.
    public static func run(_ program: String, _ arguments: [String]) throws -> BuiltCommand.Outcome {
        try RunningCommand(
            executable: URL(fileURLWithPath: "/usr/bin/python3"), ["-c", program] + arguments, in: nil, environment: [:]
        ).wait()
    }

    /// Runs a program of `Tests/Python`.
    public static func run(file name: String, _ arguments: [String]) throws -> BuiltCommand.Outcome {
        let path = BuiltCommand.repository.appending(path: "Tests/Python/\(name)").path
        return try run(String(contentsOfFile: path, encoding: .utf8), arguments)
    }
}
