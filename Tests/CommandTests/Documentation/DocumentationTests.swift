import Foundation
import TestSupport
import Testing

@Suite("Every command and block of the documentation works")
struct DocumentationTests {
    static let pages: [String] = {
        var pages = ["README.md"]
        for folder in ["docs", "Plugins", "Tests", "Benchmarks"] {
            let below = FileManager.default.enumerator(
                atPath: BuiltCommand.repository.appending(path: folder).path)
            pages += (below?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".md") }.map {
                "\(folder)/\($0)"
            }
        }
        // The page of help texts is compared with them elsewhere, and wraps them in its own way.
        return pages.filter { $0 != "docs/reference/command.md" }.sorted()
    }()

    /// Blocks that are not run, by page: each is a decision.
    private static let notRun = ["README.md": 1, "docs/fuzzing.md": 1, "docs/neural-operators.md": 1]

    @Test("on this page", arguments: pages)
    func page(_ path: String) throws {
        let text = try String(contentsOf: BuiltCommand.repository.appending(path: path), encoding: .utf8)
        let isReference = path == "docs/reference/verbs.md"
        let page = DocumentPage(isReference ? Self.withTemplates(text) : text)
        var desk = try ReadersDesk()
        var skipped = 0
        for (line, item) in page.items {
            let place = "\(path):\(line)"
            switch item {
            case .command(let command, let exits):
                let outcome = try desk.run(command)
                #expect(outcome.status == exits, "\(place): \(command)\n\(outcome.output)\(outcome.errors)")
            case .python(let program):
                let outcome = try desk.python(program)
                #expect(outcome.status == 0, "\(place): \(outcome.errors)")
            case .file(let name, let text):
                try desk.write(text, to: name)
            case .scenario(let text):
                let outcome = try desk.validate(text)
                #expect(outcome.status == 0, "\(place):\n\(text)\(outcome.errors)")
            case .output(let lines):
                let missing = desk.printed.missing(from: lines)
                #expect(missing == [], "\(place) shows lines that were not printed")
            case .notRun:
                skipped += 1
            case .unclear(let reason):
                Issue.record("\(place): \(reason)")
            }
        }
        #expect(skipped == Self.notRun[path, default: 0], "\(path): blocks that are not run")
    }

    /// The page of verbs is generated, and has an example stage for each.
    private static func withTemplates(_ page: String) -> String {
        let head = "<!-- within\nname: sketch\nstages:\n"
        let march = "  run: { integrate: heat, using: { integrator: crank_nicolson, solver: cg } }\n"
        let data =
            "  data: { generate: poisson, with: { samples: 10, split: { train: 8, test: 2 }, solver: cg } }\n"
        let model = "  model: { train: fno, on: data.train, with: { modes: [4, 4], width: 8 } }\n"
        return page.replacing("```yaml\nrun:", with: head + "  @\n-->\n```yaml \nrun:")
            .replacing("```yaml\nmodel:", with: head + data + "  @\n-->\n```yaml \nmodel:")
            .replacing("```yaml\nscore:", with: head + data + model + "  @\n-->\n```yaml \nscore:")
            .replacing("```yaml\n", with: head + march + "  @\n-->\n```yaml\n")
    }

    @Test("links lead to files", arguments: pages)
    func links(_ path: String) throws {
        let file = BuiltCommand.repository.appending(path: path)
        for (line, link) in DocumentPage(try String(contentsOf: file, encoding: .utf8)).links {
            let target = file.deletingLastPathComponent().appending(path: link).path
            #expect(FileManager.default.fileExists(atPath: target), "\(path):\(line): \(link)")
        }
    }

    @Test("commands in the text name verbs and files that exist", arguments: pages)
    func inlineCommands(_ path: String) throws {
        let help = try BuiltCommand.run(["--help"]).output
        let text = try String(contentsOf: BuiltCommand.repository.appending(path: path), encoding: .utf8)
        for (line, code) in DocumentPage(text).inlineCode {
            let words = code.split(separator: " ").map(String.init)
            for word in words where word.hasPrefix("examples/") || word.hasPrefix("Benchmarks/") {
                guard word.hasSuffix(".yaml") || word.hasSuffix(".py") || word.hasSuffix(".sh") else { continue }
                let exists = FileManager.default.fileExists(
                    atPath: BuiltCommand.repository.appending(path: word).path)
                #expect(exists || word.contains("*"), "\(path):\(line): \(word)")
            }
            guard words.count > 1, words[0] == "./ansatz" || words[0] == "ansatz",
                let verb = words.dropFirst().first(where: { !$0.hasPrefix("-") }), verb != "test",
                verb.allSatisfy({ $0.isLowercase })
            else { continue }
            #expect(help.contains("  \(verb)"), "\(path):\(line): unknown verb in '\(code)'")
        }
    }
}
