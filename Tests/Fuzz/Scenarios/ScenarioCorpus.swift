import Ansatz
import Engine
import Foundation

/// What scenarios are made from: the examples, the golden cases, the documentation's blocks, and a snippet of every
/// component. And what they are checked with: the plugins beside this program.
struct ScenarioCorpus {
    let registry: Registry
    let texts: [[UInt8]]
    let trees: [FuzzNode]
    /// Those that pass the check, with the keys of their results.
    let valid: [(tree: FuzzNode, canonical: String, keys: [String: String])]
    /// Where scenarios are written to, with a link to the examples' data.
    let folder: URL

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    init() {
        let registry = PluginLoader(search: .standard(paths: [])).registry
        self.registry = registry
        folder = FileManager.default.temporaryDirectory.appending(path: "fuzzed-\(getpid())")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? FileManager.default.createSymbolicLink(
            at: folder.appending(path: "data"), withDestinationURL: Self.repository.appending(path: "examples/data"))
        var texts = ["examples", "Tests/EngineTests/Golden"].flatMap { Self.files(in: $0, ending: ".yaml") }
        for text in Self.files(in: "docs", ending: ".md") { texts += Self.blocks(of: text) }
        let snippet = ScenarioSnippet(registry)
        for role in ComponentRole.all {
            texts += registry.all(of: role).compactMap { snippet.text(for: $0) }.map { Array($0.utf8) }
        }
        self.texts = texts.filter { $0.count < 20_000 }
        var trees: [FuzzNode] = []
        var valid: [(FuzzNode, String, [String: String])] = []
        for (index, text) in self.texts.enumerated() {
            guard let file = try? ScenarioFile(bytes: text, name: "corpus") else { continue }
            trees.append(FuzzNode(file.root))
            let path = folder.appending(path: "corpus-\(index).yaml").path
            try? Data(text).write(to: URL(fileURLWithPath: path))
            if let scenario = try? ScenarioChecker.check(path: path, registry: registry),
                let keys = try? scenario.keyDigests()
            {
                valid.append((FuzzNode(file.root), CanonicalJSON.text(JSONValue(scenario.tree.root)), keys))
            }
            unlink(path)
        }
        self.trees = trees
        self.valid = valid
        guard !valid.isEmpty else {
            FuzzArguments.complain("no scenario of the corpus is valid: are the plugins built, as by `swift build`?")
        }
    }

    private static func files(in folder: String, ending suffix: String) -> [[UInt8]] {
        let root = repository.appending(path: folder)
        let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted().compactMap { name in
            (try? Data(contentsOf: root.appending(path: name))).map(Array.init)
        }
    }

    /// The blocks of YAML in a text of Markdown.
    private static func blocks(of markdown: [UInt8]) -> [[UInt8]] {
        let parts = String(decoding: markdown, as: UTF8.self).components(separatedBy: "```")
        return parts.filter { $0.hasPrefix("yaml\n") }.map { Array($0.dropFirst(5).utf8) }
    }
}
