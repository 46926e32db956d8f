public import Foundation

/// The broken and dishonest plugins of `Tests/Plugins`, which were built beside the command and load only when named.
public enum TestPlugin: String, CaseIterable, Sendable {
    case dishonest = "Dishonest"
    case throwing = "Throwing"
    case clashing = "Clashing"
    case silent = "Silent"
    case unregistered = "Unregistered"

    public var path: String { BuiltCommand.products.appending(path: "libTestPlugin\(rawValue).so").path }

    /// The bytes of the record `.ansatz`, which starts with a magic number.
    public static let recordMagic = Data([0x01, 0x00, 0x41, 0x4E, 0x53, 0x41, 0x54, 0x5A])

    /// Copies the plugin to `folder` under `name` with changes to its record.
    ///
    /// - Parameter change: is given the plugin's record: ABI number at 8, debug flag at 12, fingerprint at 16.
    /// - Throws: where the library has no record.
    public func copy(
        to folder: TemporaryFolder, as name: String, change: (inout Data) -> Void
    ) throws -> String {
        var library = try Data(contentsOf: URL(fileURLWithPath: path))
        guard let magic = library.range(of: Self.recordMagic) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        let range = magic.lowerBound..<magic.lowerBound + 32
        var record = Data(library[range])
        change(&record)
        library.replaceSubrange(range, with: record)
        let target = folder.url.appending(path: name)
        try library.write(to: target)
        return target.path
    }
}
