public import Foundation

/// A plugin's own package, outside of the workspace: builds and tests it against the running command's core.
public struct PluginPackage: Sendable {
    /// Its top folder.
    public let folder: URL
    private let core: HostCore
    private let note: @Sendable (String) -> Void

    /// - Parameter note: is told what is done that nobody asked for.
    /// - Throws: ``PluginBuildError`` where there is no package, or it is Ansatz itself.
    public init(
        _ folder: URL, core: HostCore, note: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(PluginBuildError) {
        self.folder = folder
        self.core = core
        self.note = note
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw PluginBuildError.request(
                "there is no folder '\(folder.relativePath)'",
                help: "name the folder of a plugin, or make one: `ansatz plugin new NAME --kind solver`")
        }
        guard FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) else {
            throw PluginBuildError.request(
                "'\(folder.relativePath)' has no Package.swift, so it is no plugin's folder",
                help: "name the folder of a plugin, or make one: `ansatz plugin new NAME --kind solver`")
        }
        if folder.resolvingSymlinksInPath().path == core.sources.resolvingSymlinksInPath().path {
            throw PluginBuildError.request(
                "'\(folder.relativePath)' is Ansatz itself", help: "`./ansatz` builds it with its plugins")
        }
    }

    /// The folder that built libraries go to, for `--plugin-path`.
    public var products: URL { folder.appending(path: ".build/\(HostCore.configuration)") }

    /// Scenarios that come with the plugin, in order.
    public var examples: [URL] {
        let top = folder.appending(path: "examples")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: top.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map { top.appending(path: $0) }
    }

    /// Builds the plugin's libraries. The compiler's words go to ours as they come.
    ///
    /// - Returns: the libraries.
    /// - Throws: ``PluginBuildError`` where the build fails, or the package has no plugin in it.
    public func build() throws(PluginBuildError) -> [URL] {
        let plugins = try prepare()
        let flags = try options(linker: core.linkerFlags)
        let outcome = try swift.run(["build", "-c", HostCore.configuration, "--package-path", folder.path] + flags)
        guard outcome.status == 0 else { throw PluginBuildError("the build of '\(folder.relativePath)' failed") }
        return plugins.map { products.appending(path: "lib\($0.product).so") }
    }

    /// Builds the plugin with its tests, in a folder of its own since tests are compiled otherwise, and runs them.
    ///
    /// - Parameter arguments: more arguments of `swift test`, such as `--filter NAME`.
    /// - Throws: ``PluginBuildError`` where the build or a test fails.
    public func test(_ arguments: [String] = []) throws(PluginBuildError) {
        _ = try prepare()
        guard core.hasModule("AnsatzTesting") else {
            throw PluginBuildError(
                "'\(core.products.path)' has no module AnsatzTesting, which plugins' tests use",
                help: "build all of Ansatz: `./ansatz --build-only`")
        }
        let flags = try options(linker: core.programLinkerFlags + ["-lAnsatzTesting"])
        let outcome = try swift.run(
            [
                "test", "-c", HostCore.configuration, "--package-path", folder.path, "--scratch-path",
                folder.appending(path: ".build/tests").path, "--disable-xctest",
            ] + flags + arguments)
        guard outcome.status == 0 else { throw PluginBuildError("the tests of '\(folder.relativePath)' failed") }
    }

    private var swift: ToolCall {
        get throws(PluginBuildError) {
            try ToolCall("swift", help: "put the toolchain that Ansatz was built with on PATH")
        }
    }

    /// The core's flags in the words of SwiftPM.
    private func options(linker: [String]) throws(PluginBuildError) -> [String] {
        try core.compilerFlags().flatMap { ["-Xswiftc", $0] } + linker.flatMap { ["-Xlinker", $0] }
    }

    /// Writes what a build needs and what editors need.
    private func prepare() throws(PluginBuildError) -> [PluginTarget] {
        try removeCopiedBuild()
        let plugins = try plugins()
        let handshake = try "// Written by `ansatz plugin build` for the core of that command.\n" + core.handshake()
        for plugin in plugins {
            try write(handshake, to: folder.appending(path: "\(plugin.path)/Handshake.swift"))
        }
        try writeEditorSettings()
        return plugins
    }

    /// Removes what was built when the folder had another path, as in a copy: the compiler's caches know their path and
    /// don't work at any other. Remembers the present one.
    private func removeCopiedBuild() throws(PluginBuildError) {
        let build = folder.appending(path: ".build")
        let record = build.appending(path: "ansatz-folder")
        let path = folder.resolvingSymlinksInPath().path
        let known = try? String(contentsOf: record, encoding: .utf8)
        if FileManager.default.fileExists(atPath: build.path), known != path, known != nil || isBuiltElsewhere(build) {
            note("'\(build.relativePath)' was built at another path: building afresh")
            do { try FileManager.default.removeItem(at: build) } catch {
                throw PluginBuildError(
                    "'\(build.path)' was built at another path and can't be removed: \(error.localizedDescription)",
                    help: "remove it")
            }
        }
        try write(path, to: record)
    }

    /// Whether SwiftPM's own plan of a build, which has full paths in it, knows another folder than this one.
    private func isBuiltElsewhere(_ build: URL) -> Bool {
        let plans = ["release.yaml", "debug.yaml"].compactMap {
            try? String(contentsOf: build.appending(path: $0), encoding: .utf8)
        }
        let paths = [folder.standardizedFileURL.path, folder.resolvingSymlinksInPath().path].map { $0 + "/" }
        return plans.contains { plan in !paths.contains { plan.contains($0) } }
    }

    /// Writes the file from which Swift's language server knows where the core's modules are.
    public func writeEditorSettings() throws(PluginBuildError) {
        try write(
            EditorSettings(core: core).text(), to: folder.appending(path: ".sourcekit-lsp/config.json"))
    }

    /// The package's plugins: its dynamic libraries, each with the module that registers it.
    private func plugins() throws(PluginBuildError) -> [PluginTarget] {
        let outcome = try swift.run(
            ["package", "--package-path", folder.path, "describe", "--type", "json"], isCaptured: true)
        guard outcome.status == 0,
            let manifest = try? JSONDecoder().decode(PackageDescription.self, from: Data(outcome.output.utf8))
        else { throw PluginBuildError("SwiftPM can't read the package in '\(folder.relativePath)'") }
        let plugins = manifest.plugins
        guard !plugins.isEmpty else {
            throw PluginBuildError(
                "the package in '\(folder.relativePath)' has no dynamic library, so nothing that can be loaded",
                help: "declare one: products: [.library(name: \"\(manifest.name)\", type: .dynamic, targets: [...])]")
        }
        return plugins
    }

    /// Writes a file unless it says that already, so that nothing is compiled again for it.
    private func write(_ text: String, to url: URL) throws(PluginBuildError) {
        if (try? String(contentsOf: url, encoding: .utf8)) == text { return }
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: url, atomically: true, encoding: .utf8)
        } catch {
            throw PluginBuildError("'\(url.path)' can't be written: \(error.localizedDescription)")
        }
    }
}

/// A dynamic library of a package and the folder of the module that makes it a plugin.
struct PluginTarget: Hashable {
    var product: String
    var path: String
}

/// What SwiftPM says of a package.
struct PackageDescription: Decodable {
    struct Product: Decodable {
        /// One entry: the kind, with its variants for libraries; of other kinds, the value is another.
        struct Kind: Decodable {
            var library: [String]?

            private enum CodingKeys: String, CodingKey { case library }
        }
        var name: String
        var targets: [String]
        var type: Kind
    }

    struct Target: Decodable {
        var name: String
        var path: String
    }

    var name: String
    var products: [Product]
    var targets: [Target]

    /// Its dynamic libraries. The first target of each registers it.
    var plugins: [PluginTarget] {
        products.compactMap { product in
            guard product.type.library?.contains("dynamic") == true,
                let target = targets.first(where: { $0.name == product.targets.first })
            else { return nil }
            return PluginTarget(product: product.name, path: target.path)
        }
    }
}
