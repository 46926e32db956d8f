/// Thrown where a file cannot be read or written: which file, which object inside, what is wrong, what to do.
public struct StorageError: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    public enum Reason: String, Hashable, Sendable, Codable {
        case missingFile, permissionDenied, readOnly, diskFull, notHDF5, truncated, corrupt
        case missingObject, wrongType, wrongRank, wrongShape, invalidName, outOfMemory, failed
    }

    public var reason: Reason
    public var file: String
    /// The path inside the file, where one is to blame.
    public var object: String?
    /// What is wrong. No full stop, no capital at the start.
    public var message: String
    public var help: String?
    /// The names that are there, where one was asked for that is not.
    public var available: [String]

    public init(
        _ reason: Reason, file: String, object: String? = nil, _ message: String, help: String? = nil,
        available: [String] = []
    ) {
        self.reason = reason
        self.file = file
        self.object = object
        self.message = message
        self.help = help
        self.available = available
    }

    public var description: String {
        let place = object.map { "\(file): \($0)" } ?? file
        return "\(place): \(message)" + (help.map { "\nhelp: \($0)" } ?? "")
    }
}
