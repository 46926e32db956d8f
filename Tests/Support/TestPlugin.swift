import Engine
public import Foundation

/// The plugins of `Tests/Plugins`, most of them broken or dishonest.
///
/// They are compiled here and not by the package, which would build them for every user and beside the command. So they
/// are also what somebody else's plugin is: made against the core's built modules and library, found by `--plugin-path`.
public enum TestPlugin: String, CaseIterable, Sendable {
    case dishonest = "Dishonest"
    case throwing = "Throwing"
    case clashing = "Clashing"
    case silent = "Silent"
    case unregistered = "Unregistered"
    case learning = "Learning"

    /// Whether it declares a ``Plugin``, which the generated handshake registers.
    fileprivate var isDeclared: Bool { self != .silent && self != .unregistered }

    /// The path of its library, which is compiled at the first call where it is older than its sources or the core.
    ///
    /// - Throws: ``TestPluginFailure`` with the compiler's words.
    public func library() throws -> String {
        guard let built = Self.libraries[self] else { throw TestPluginFailure(description: "no library of \(self)") }
        return try built.get()
    }

    private static let libraries: [TestPlugin: Result<String, any Error>] = Dictionary(
        uniqueKeysWithValues: allCases.map { plugin in
            (plugin, Result { try TestPluginBuild(plugin).library() })
        })

    /// The first bytes of the record in the section `.ansatz`.
    public static let recordMagic = Data([0x01, 0x00, 0x41, 0x4E, 0x53, 0x41, 0x54, 0x5A])

    /// Copies the library to `folder` under `name` with changes to its record.
    ///
    /// - Parameter change: is given the record: magic number at 0, ABI number at 8, debug flag at 12, fingerprint at 16.
    /// - Throws: where the library has no record.
    public func copy(
        to folder: TemporaryFolder, as name: String, change: (inout Data) -> Void
    ) throws -> String {
        var library = try Data(contentsOf: URL(fileURLWithPath: library()))
        guard let magic = library.range(of: Self.recordMagic) else {
            throw TestPluginFailure(description: "the library of \(self) has no record")
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

/// Why a test's plugin could not be made.
public struct TestPluginFailure: Error, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
}

/// Compiles one plugin against the core that was built with these tests.
private struct TestPluginBuild {
    private let plugin: TestPlugin
    private let folder = BuiltCommand.products.appending(path: "TestPlugins")

    init(_ plugin: TestPlugin) { self.plugin = plugin }

    func library() throws -> String {
        let name = "lib\(plugin.rawValue)"
        let library = folder.appending(path: name + ".so").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let core = try HostCore(products: BuiltCommand.products)
        let handshake = folder.appending(path: plugin.rawValue + "Handshake.swift")
        try core.handshake(isDeclared: plugin.isDeclared).write(to: handshake, atomically: true, encoding: .utf8)
        let sources = try files(below: "Tests/Plugins/\(plugin.rawValue)", named: { $0.hasSuffix(".swift") })
        let linking = core.linkerFlags.flatMap { ["-Xlinker", $0] }
        let arguments = try flags + core.compilerFlags() + linking + sources + [handshake.path]
        // What it is made from; the fingerprint in the handshake stands for the core.
        let recipe = try
            (arguments + (sources + [handshake.path]).map { try String(contentsOfFile: $0, encoding: .utf8) })
            .joined(separator: "\n")
        let record = folder.appending(path: name + ".recipe")
        if FileManager.default.fileExists(atPath: library),
            (try? String(contentsOf: record, encoding: .utf8)) == recipe
        {
            return library
        }
        let fresh = "\(library).\(ProcessInfo.processInfo.processIdentifier)"
        try compile(["-o", fresh] + arguments)
        guard rename(fresh, library) == 0 else {
            throw TestPluginFailure(description: "can't rename \(fresh): \(String(cString: strerror(errno)))")
        }
        try recipe.write(to: record, atomically: true, encoding: .utf8)
        return library
    }

    /// Flags of its own, as a package's manifest would set them.
    private var flags: [String] {
        var flags = [
            "-emit-library", "-wmo", "-swift-version", "6", "-enable-upcoming-feature", "ExistentialAny",
            "-enable-upcoming-feature", "InternalImportsByDefault", "-module-name", "TestPlugin\(plugin.rawValue)",
        ]
        #if DEBUG
            flags += ["-Onone", "-DDEBUG"]
        #else
            flags += ["-O"]
        #endif
        return flags
    }

    /// Paths of files in a folder of the repository and below, in order.
    private func files(below path: String, named isWanted: (String) -> Bool) throws -> [String] {
        let top = BuiltCommand.repository.appending(path: path)
        return try FileManager.default.subpathsOfDirectory(atPath: top.path).sorted()
            .filter { isWanted(URL(fileURLWithPath: $0).lastPathComponent) }.map { top.appending(path: $0).path }
    }

    private func compile(_ arguments: [String]) throws {
        let command = try RunningCommand(
            executable: URL(fileURLWithPath: "/usr/bin/env"), ["swiftc"] + arguments, in: nil, environment: [:])
        let outcome = command.wait()
        if outcome.status == 0 { return }
        throw TestPluginFailure(
            description: "swiftc \(arguments.joined(separator: " ")): \(outcome.output)\(outcome.errors)")
    }
}
