import Ansatz
import Foundation

/// The folder of one run: scenario, resolved options, events, results, summary, report.
public struct RunDirectory: Sendable {
    public let path: String

    /// - Throws: ``RunFailure`` where the folder can't be made or written to.
    public init(creating path: String) throws {
        self.path = path
        if let fault = Self.create(path + "/stages") {
            throw RunFailure(
                "can't create the run directory '\(path)': \(fault)", help: "choose another one with --output")
        }
        guard access(path, W_OK) == 0, access(path + "/stages", W_OK) == 0 else {
            throw RunFailure(
                "can't write to the run directory '\(path)': \(String(cString: strerror(errno)))",
                help: "change its permissions, or choose another one with --output")
        }
    }

    /// Makes a folder and those above it.
    ///
    /// - Returns: what prevented it, in words.
    static func create(_ path: String) -> String? {
        var folder = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            folder += "/\(part)"
            if mkdir(folder, 0o777) == 0 { continue }
            let code = errno
            var status = stat()
            if stat(folder, &status) == 0 {
                if status.st_mode & S_IFMT == S_IFDIR { continue }
                return "'\(path.hasPrefix("/") ? folder : String(folder.dropFirst(2)))' is a file, not a folder"
            }
            return String(cString: strerror(code))
        }
        return nil
    }

    /// A run that exists.
    public init(existing path: String) { self.path = path }

    public var scenario: String { path + "/scenario.yaml" }
    public var resolved: String { path + "/resolved.json" }
    public var events: String { path + "/events.jsonl" }
    public var summary: String { path + "/summary.json" }
    public var report: String { path + "/report.html" }

    /// The folder of a stage, or of one of its methods.
    public func results(stage: String, method: String?) -> String {
        "\(path)/stages/\(stage)" + (method.map { "/\($0)" } ?? "")
    }

    /// The folder itself, or the nearest one above it that exists.
    var existingFolder: String {
        var url = URL(fileURLWithPath: path)
        while !FileManager.default.fileExists(atPath: url.path), url.path != "/" { url.deleteLastPathComponent() }
        return url.path
    }

    /// The folder of the result that a reference names.
    func results(of reference: StageReference) -> ResultFolder {
        ResultFolder(path: results(stage: reference.stage, method: reference.method))
    }

    /// The digest of the finished result that a reference names.
    func resultDigest(of reference: StageReference) -> String? { results(of: reference).resultDigest }

    /// Foundation's errors without its wrapping.
    static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let underlying, underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        return (error as NSError).localizedDescription
    }
}

/// Why a run could not be started or finished, beside errors of the scenario.
public struct RunFailure: Error, Sendable, CustomStringConvertible {
    public var message: String
    public var help: String?

    public init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }

    public var description: String { message }
}
