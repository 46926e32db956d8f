public import Foundation

/// A folder that goes away with its owner.
public final class TemporaryFolder: Sendable {
    public let url: URL
    private let isKept: Bool

    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "ansatz-tests-\(UUID().uuidString)")
        isKept = false
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// An empty folder beside the built tests, for what is made once and lives as long as the process: nothing takes
    /// static variables down at the end, so it is emptied at the next start instead.
    public init(shared name: String) throws {
        url = BuiltCommand.products.appending(path: "TestData/\(name)")
        isKept = true
        try? FileManager.default.removeItem(at: url)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { if !isKept { try? FileManager.default.removeItem(at: url) } }

    /// The path of a file in it.
    public func path(_ name: String) -> String { url.appending(path: name).path }

    /// Writes a text file and gives its path.
    public func write(_ text: String, to name: String) throws -> String {
        try text.write(to: url.appending(path: name), atomically: true, encoding: .utf8)
        return path(name)
    }
}
