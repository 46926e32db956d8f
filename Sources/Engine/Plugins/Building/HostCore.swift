import Ansatz
public import Foundation

/// The core that this program runs with, as plugins outside of the workspace are compiled against it: its modules and
/// library as they were built, never a second core.
public struct HostCore: Sendable {
    /// The folder of built products: `Modules`, `libAnsatz.so`, the command.
    public let products: URL
    /// The source tree that they were built from.
    public let sources: URL

    /// The core of a folder of built products.
    ///
    /// - Parameter products: the running program's own folder, unless told otherwise.
    /// - Throws: ``PluginBuildError`` where a part of it is missing.
    public init(products: URL = HostCore.programFolder) throws(PluginBuildError) {
        self.products = products
        let needed = ["libAnsatz.so", "Modules/Ansatz.swiftmodule"] + Self.generatedMaps
        if let missing = needed.first(where: { !Self.exists(products.appending(path: $0)) }) {
            throw PluginBuildError(
                "'\(products.path)' has no '\(missing)', which plugins are compiled against",
                help: "use the command where it was built; was it copied or moved without its folder?")
        }
        var folder = products
        while !Self.exists(folder.appending(path: "Sources/AnsatzKit/Package.swift")) {
            guard folder.pathComponents.count > 1 else {
                throw PluginBuildError(
                    "no folder above '\(products.path)' holds the sources that Ansatz was built from",
                    help: "use the command in the folder that it was built in, such as `./ansatz` of a clone")
            }
            folder.deleteLastPathComponent()
        }
        sources = folder
    }

    /// The folder of the running program.
    public static var programFolder: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }

    /// `release` or `debug`: plugins have to be built alike.
    public static var configuration: String { CoreBuild.current.isDebug ? "debug" : "release" }

    /// What the Swift compiler needs to find the core's modules, and the C modules that those refer to.
    public func compilerFlags() throws(PluginBuildError) -> [String] {
        var flags = ["-I", products.appending(path: "Modules").path]
        for map in try moduleMaps() + Self.generatedMaps.map({ products.appending(path: $0).path }) {
            flags += ["-Xcc", "-fmodule-map-file=\(map)"]
        }
        for option in ["-march=native"] + (try includes()) { flags += ["-Xcc", option] }
        // As the core itself: checks that find programming errors in debug builds.
        if !CoreBuild.current.isDebug { flags.append("-enforce-exclusivity=unchecked") }
        // Defined by Tests/Sanitizers/run-tests.sh: a program can't use a core with a sanitizer unless it has it too.
        #if ANSATZ_SANITIZE_ADDRESS
            flags.append("-sanitize=address")
        #elseif ANSATZ_SANITIZE_THREAD
            flags.append("-sanitize=thread")
        #endif
        return flags
    }

    /// What the linker needs to bind a plugin to the core's library.
    public var linkerFlags: [String] { ["-L\(products.path)", "-lAnsatz"] }

    /// What the linker needs for a program that starts without the command, such as a plugin's tests.
    public var programLinkerFlags: [String] { linkerFlags + ["-rpath", products.path] }

    /// The Swift text that makes a library a plugin for this core: its record, and the function that registers it.
    ///
    /// - Parameter isDeclared: whether the module has a value `plugin` to register; without, it is the record alone.
    public func handshake(isDeclared: Bool = true) throws(PluginBuildError) -> String {
        let script = kit.appending(path: "Plugins/Fingerprint/write-fingerprint.sh")
        let outcome = try ToolCall("sh", help: "install a POSIX shell").run(
            [
                script.path, isDeclared ? "plugin" : "record", kit.path, "/dev/stdout",
                CoreBuild.current.fingerprintText,
            ], isCaptured: true)
        guard outcome.status == 0 else {
            throw PluginBuildError("'\(script.path)' failed", help: "the sources may be incomplete: clone them again")
        }
        return outcome.output
    }

    /// Whether a module of this name comes with the command, so that a plugin can't have it.
    public func hasModule(_ name: String) -> Bool {
        Self.exists(products.appending(path: "Modules/\(name).swiftmodule"))
    }

    private var kit: URL { sources.appending(path: "Sources/AnsatzKit") }
    private static let generatedMaps = ["CAnsatz", "CLearning"].map { "\($0).build/module.modulemap" }

    private static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    /// The module maps of the C libraries, in order.
    private func moduleMaps() throws(PluginBuildError) -> [String] {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: kit.path)) ?? []
        let maps = folders.sorted().map { kit.appending(path: "\($0)/module.modulemap") }.filter(Self.exists)
        if maps.isEmpty {
            throw PluginBuildError(
                "'\(kit.path)' has no C modules", help: "the sources may be incomplete: clone them again")
        }
        return maps.map(\.path)
    }

    /// Where the C libraries' headers are, from pkg-config's word on the packages that the core's manifest names.
    private func includes() throws(PluginBuildError) -> [String] {
        let manifest = (try? String(contentsOf: kit.appending(path: "Package.swift"), encoding: .utf8)) ?? ""
        let packages = manifest.matches(of: /pkgConfig: "([^"]+)"/).map { String($0.output.1) }
        let outcome = try ToolCall("pkg-config", help: "install the packages of debian-packages.txt")
            .run(["--cflags-only-I"] + packages, isCaptured: true)
        guard outcome.status == 0 else {
            throw PluginBuildError(
                "pkg-config does not know the libraries that the core uses",
                help: "install the packages of debian-packages.txt")
        }
        return outcome.output.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
