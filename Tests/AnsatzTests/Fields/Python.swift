import Foundation

/// Runs the scripts of `Tests/Python` with the system's own Python, the one that Debian's packages serve.
enum Python {
    struct Failure: Error, CustomStringConvertible { var description: String }

    static let packages = "python3-h5py python3-xarray python3-h5netcdf python3-netcdf4"

    static func run(_ script: String, _ arguments: String...) throws {
        let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Python")
        _ = try output(of: [scripts.appendingPathComponent(script).path] + arguments)
    }

    /// What a program text prints.
    static func run(program: String, _ arguments: [String]) throws -> String {
        try output(of: ["-c", program] + arguments)
    }

    private static func output(of arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = arguments
        let output = Pipe()
        process.standardError = output
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            throw Failure(description: "no /usr/bin/python3: sudo apt-get install python3 \(packages)")
        }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let isMissing = text.contains("ModuleNotFoundError") || text.contains("unrecognized engine")
            throw Failure(description: isMissing ? "sudo apt-get install \(packages)\n\(text)" : text)
        }
        return text
    }
}
