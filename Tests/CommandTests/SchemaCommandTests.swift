import Foundation
import TestSupport
import Testing

@Suite("Schema, reference and JSON descriptions")
struct SchemaCommandTests {
    @Test("the schema goes to standard output or to a file, the same both times")
    func output() throws {
        let folder = try TemporaryFolder()
        let printed = try BuiltCommand.run(["schema"])
        let written = try BuiltCommand.run(["schema", "--output", folder.path("schema.json")])
        #expect(printed.status == 0 && written.status == 0, "\(printed.errors)\(written.errors)")
        #expect(written.output == "")
        #expect(try String(contentsOfFile: folder.path("schema.json"), encoding: .utf8) == printed.output)
        let failed = try BuiltCommand.run(["schema", "--output", folder.path("missing/schema.json")])
        #expect(failed.status == 4)
        #expect(failed.errors.contains("missing/schema.json") && failed.errors.contains("there is no such file"))
    }

    @Test("a plugin that is not loaded is named, since its components are missing")
    func brokenPlugin() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("no library", to: "libBroken.so")
        let outcome = try BuiltCommand.run(["schema", "--plugin-path", path, "-o", folder.path("schema.json")])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("libBroken.so"))
    }

    @Test("docs/reference is what the declarations say today")
    func freshness() throws {
        let folder = try TemporaryFolder()
        let outcome = try BuiltCommand.run(["describe", "--reference", folder.path("reference")])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let fresh = try Self.pages(in: folder.path("reference"))
        let stored = try Self.pages(in: BuiltCommand.repository.appending(path: "docs/reference").path)
        let changed = Set(fresh.keys).union(stored.keys).filter { fresh[$0] != stored[$0] }.sorted()
        #expect(changed == [], "run `./ansatz describe --reference docs/reference` and commit what it writes")
        #expect(fresh.count >= 18)
    }

    @Test("the reference names no paths of this machine, and its links lead somewhere")
    func links() throws {
        let root = BuiltCommand.repository.appending(path: "docs/reference")
        for (name, text) in try Self.pages(in: root.path) {
            #expect(!text.contains(NSHomeDirectory() + "/") && !text.contains("/tmp/"), "\(name)")
            let beside = root.appending(path: name).deletingLastPathComponent()
            for link in text.matches(of: /\]\(([^)#:]+)(#[^)]*)?\)/) {
                let target = beside.appending(path: String(link.1)).standardizedFileURL.path
                #expect(FileManager.default.fileExists(atPath: target), "\(name) links to \(link.1)")
            }
        }
    }

    @Test("a folder of something else is not overwritten; a page of a component that is gone is removed")
    func folders() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("mine", to: "notes.txt")
        let refused = try BuiltCommand.run(["describe", "--reference", folder.url.path])
        #expect(refused.status == 4 && refused.errors.contains("notes.txt"), "\(refused.errors)")
        let other = try TemporaryFolder()
        _ = try other.write("# My book\n", to: "README.md")
        #expect(try BuiltCommand.run(["describe", "--reference", other.url.path]).status == 4)
        #expect(try String(contentsOfFile: other.path("README.md"), encoding: .utf8) == "# My book\n")
        let path = folder.path("reference")
        #expect(try BuiltCommand.run(["describe", "--reference", path]).status == 0)
        try "old".write(toFile: path + "/solvers/gone.md", atomically: true, encoding: .utf8)
        #expect(try BuiltCommand.run(["describe", "--reference", path]).status == 0)
        #expect(!FileManager.default.fileExists(atPath: path + "/solvers/gone.md"))
        #expect(try BuiltCommand.run(["describe", "cg", "--reference", path]).status == 64)
    }

    @Test("describe --json gives all components and verbs, or those of a name")
    func json() throws {
        func parsed(_ arguments: [String]) throws -> [String: [[String: Any]]] {
            let outcome = try BuiltCommand.run(["describe", "--json"] + arguments)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return try #require(
                JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: [[String: Any]]])
        }
        let all = try parsed([])
        #expect(all["verbs"]?.count == 7)
        #expect(all["components"]?.allSatisfy { $0["summary"] is String } == true)
        // Nothing can be said of a matrix that is in a file, or of a model that is yet to be trained.
        let silent = all["components"]?.filter { !($0["example"] is String) }.compactMap { $0["name"] as? String }
        #expect(silent.map(Set.init) == ["guess", "learned", "sparse_matrix"])
        let sor = try #require(parsed(["sor"])["components"]?.first)
        let options = try #require(sor["options"] as? [[String: Any]])
        let omega = try #require(options.first { $0["name"] as? String == "omega" })
        #expect(omega["tunable"] as? Bool == true)
        #expect((omega["range"] as? [String: Any])?["upper"] as? Double == 2)
        #expect((sor["references"] as? [[String: Any]])?.first?["year"] as? Int == 1954)
        #expect(try parsed(["poisson"])["components"]?.count == 2)
        #expect(try parsed(["poisson", "--role", "problem"])["components"]?.count == 1)
        #expect(try parsed(["solve"])["verbs"]?.count == 1)
        #expect(try BuiltCommand.run(["describe", "--json", "pois"]).status == 64)
    }

    @Test("shells complete the names of components")
    func completion() throws {
        let outcome = try BuiltCommand.run(["---completion", "describe", "--", "positional@0", "1", "0", "s"])
        for name in ["ssor_cg", "heat", "integrate"] {
            #expect(outcome.output.split(separator: "\n").contains(Substring(name)), "\(outcome)")
        }
        for shell in ["bash", "zsh", "fish"] {
            let script = try BuiltCommand.run(["--generate-completion-script", shell])
            #expect(script.status == 0 && script.output.contains("heat-sor-bandit") == false)
            #expect(script.output.contains("validate"))
        }
    }

    private static func pages(in folder: String) throws -> [String: String] {
        let names = try #require(FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String })
        return try Dictionary(
            uniqueKeysWithValues: names.filter { $0.hasSuffix(".md") }.map { name in
                (name, try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
            })
    }
}
