public import Foundation

/// A new plugin's package, made from the files of `Sources/Templates`: those of `package`, which all share, and those of
/// the kind. In names and texts, `PluginName`, `plugin_name` and `plugin_kind` stand for what their names say.
public struct PluginTemplate: Sendable {
    private let name: PluginName
    private let kind: PluginKind
    private let templates: URL

    public init(_ name: PluginName, _ kind: PluginKind, core: HostCore) {
        self.name = name
        self.kind = kind
        templates = core.sources.appending(path: "Sources/Templates")
    }

    /// The files of the package: their paths in it, and their texts.
    ///
    /// - Throws: ``PluginBuildError`` where a template can't be read.
    public func files() throws(PluginBuildError) -> [(path: String, text: String)] {
        let module = name.module
        var files: [(path: String, text: String)] = []
        for (source, target) in [
            ("package/Package.swift", "Package.swift"), ("package/README.md", "README.md"),
            ("package/gitignore", ".gitignore"),
            ("\(kind.rawValue)/PluginName.swift", "Sources/\(module)/\(module).swift"),
            ("\(kind.rawValue)/PluginNameTests.swift", "Tests/\(module)Tests/\(module)Tests.swift"),
            ("\(kind.rawValue)/plugin_name.yaml", "examples/\(name.text).yaml"),
        ] {
            let url = templates.appending(path: source)
            guard let text = try? String(contentsOf: url, encoding: .utf8) else {
                throw PluginBuildError(
                    "'\(url.path)' can't be read", help: "the sources may be incomplete: clone them again")
            }
            files.append((target, filled(text)))
        }
        return files
    }

    /// Makes the package.
    ///
    /// All files are written to a folder beside it first, so that an interrupted call leaves nothing half made.
    ///
    /// - Throws: ``PluginBuildError`` where something stands there already, or nothing can be written.
    public func make(at folder: URL) throws(PluginBuildError) {
        let files = try files()
        let manager = FileManager.default
        // A broken link is also something.
        guard (try? manager.attributesOfItem(atPath: folder.path)) == nil else {
            throw PluginBuildError.request(
                "'\(folder.relativePath)' exists already, and nothing in it was touched",
                help: "take another name, or another place with --output")
        }
        let draft = folder.deletingLastPathComponent()
            .appending(path: ".\(folder.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
        do {
            for file in files {
                let url = draft.appending(path: file.path)
                try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try file.text.write(to: url, atomically: false, encoding: .utf8)
            }
            try manager.moveItem(at: draft, to: folder)
        } catch {
            try? manager.removeItem(at: draft)
            throw PluginBuildError.request(
                "'\(folder.relativePath)' can't be made: \(error.localizedDescription)",
                help: "check the permissions, or take another place with --output")
        }
    }

    private func filled(_ text: String) -> String {
        text.replacing("PluginName", with: name.module).replacing("plugin_name", with: name.text)
            .replacing("plugin_kind", with: kind.rawValue)
    }
}
