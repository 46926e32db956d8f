import Foundation
import TestSupport

/// `docs/interface.md`: what a plugin sees of the core, taken from the declarations and their documentation.
enum InterfacePage {
    static let file = BuiltCommand.repository.appending(path: "docs/interface.md")

    private static let core = BuiltCommand.repository.appending(path: "Sources/AnsatzKit/Ansatz")

    /// Sections, each with the folders or files of the core that it lists. Folders that are not there are left out.
    private static let sections: [(title: String, paths: [String])] = [
        ("Contracts", ["Components/Contracts"]), ("Tuning", ["Components/Tuning"]),
        ("Statements", ["Statements"]), ("Options", ["Components/Options", "Components/FieldSources"]),
        (
            "A plugin and its surroundings",
            [
                "Components/Registry/Plugin.swift", "Components/Registry/ComponentChoice.swift",
                "Components/References/Reference.swift", "Components/Running", "Numerics/Parallel/Threads.swift",
                "Numerics/RandomStreams/RandomStream.swift",
            ]
        ),
        (
            "Numbers and fields",
            [
                "Numerics/Tensor.swift", "Numerics/Parallel/Tensor+Vector.swift",
                "Numerics/Parallel/VectorUpdates.swift",
                "Fields/Field.swift", "Fields/Axis.swift", "Fields/Grid.swift", "Fields/Dataset.swift",
                "Fields/Storage/DatasetReader.swift", "Fields/Storage/DatasetLayout.swift", "Numerics/Expressions",
                "Numerics/Products", "Numerics/Transforms",
            ]
        ),
    ]

    /// The page as the sources have it.
    static func text() throws -> String {
        var page = """
            # What a plugin sees of the core

            The protocols of the module `Ansatz` with their requirements, and its main types and functions, one line each.
            [Writing plugins](plugins.md) says how they belong together. Requirements with "default" need not be written.

            Made from the sources, and checked by a test, which also writes it:
            `ANSATZ_UPDATE_GOLDEN=1 swift test --filter InterfacePageTests`.

            """
        for (title, paths) in sections {
            let found = try paths.flatMap(declarations)
            if found.isEmpty { continue }
            page += "\n## \(title)\n"
            for declaration in found where declaration.hasMembers {
                page += "\n**\(code(declaration.head))** \(declaration.summary)\n"
                let members = declaration.members.map { member in
                    (member.summary.isEmpty ? "" : "// \(member.summary)\n") + member.text + "\n"
                }
                if !members.isEmpty { page += "\n<!-- sketch -->\n```swift\n\(members.joined())```\n" }
            }
            let others = found.filter { !$0.hasMembers && !$0.summary.isEmpty }
            if others.isEmpty { continue }
            page += "\n| | |\n|---|---|\n"
            for other in others { page += "| \(code(other.head)) | \(other.summary.replacing("|", with: "\\|")) |\n" }
        }
        return page
    }

    private static func code(_ text: String) -> String { "`\(text.replacing("|", with: "\\|"))`" }

    /// The public declarations of a file, or of a folder's files in the order of names.
    private static func declarations(_ path: String) throws -> [CoreDeclaration] {
        let url = core.appending(path: path)
        if path.hasSuffix(".swift") { return CoreDeclaration.all(in: try String(contentsOf: url, encoding: .utf8)) }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return try names.filter { $0.hasSuffix(".swift") }.sorted().flatMap {
            CoreDeclaration.all(in: try String(contentsOf: url.appending(path: $0), encoding: .utf8))
        }
    }
}

/// A public declaration at the top of a file, as far as the formatter's layout gives it away.
struct CoreDeclaration {
    var keyword: String
    /// Without what it conforms to, and without defaults: `struct March`, `dot(_ x: Tensor<Double>, ...)`.
    var head: String
    /// The first sentence of its documentation.
    var summary: String
    /// Requirements of a protocol, or what the surroundings of every component offer.
    var members: [(text: String, summary: String)] = []

    var hasMembers: Bool { keyword == "protocol" || !members.isEmpty }

    /// Those of a file.
    static func all(in text: String) -> [CoreDeclaration] {
        let lines = text.components(separatedBy: "\n")
        var found: [CoreDeclaration] = []
        var defaults: [String: Set<String>] = [:]
        var comment: [String] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            index += 1
            if line.hasPrefix("///") {
                comment.append(String(line.dropFirst(3)).trimmingCharacters(in: .whitespaces))
                continue
            }
            defer { comment = [] }
            if let match = line.firstMatch(of: /^extension ([A-Za-z]+)\s/) {
                let body = body(lines, &index)
                defaults[String(match.output.1), default: []].formUnion(signatures(body))
            }
            guard let match = line.firstMatch(of: /^public (?:final )?(protocol|struct|enum|class|func) (.*)$/) else {
                continue
            }
            let keyword = String(match.output.1)
            var rest = String(match.output.2)
            if keyword == "func" {
                while rest.count(where: { $0 == "(" }) > rest.count(where: { $0 == ")" }), index < lines.count {
                    rest += " " + lines[index].trimmingCharacters(in: .whitespaces)
                    index += 1
                }
                let head =
                    rest.replacing("( ", with: "(").replacing(" )", with: ")")
                    .split(separator: "{").first.map { $0.trimmingCharacters(in: .whitespaces) } ?? rest
                found.append(CoreDeclaration(keyword: keyword, head: head, summary: firstSentence(comment)))
                continue
            }
            let name = rest.prefix { $0.isLetter || $0.isNumber }
            let summary = firstSentence(comment)
            if rest.hasSuffix("}") {
                found.append(CoreDeclaration(keyword: keyword, head: "\(keyword) \(name)", summary: summary))
                continue
            }
            let inner = body(lines, &index)
            let inherits = rest.firstMatch(of: /: ([^{]*[^ {])/).map { ": \($0.output.1)" } ?? ""
            found.append(
                CoreDeclaration(
                    keyword: keyword, head: "\(keyword) \(name)" + (keyword == "protocol" ? inherits : ""),
                    summary: summary,
                    members: keyword == "protocol"
                        ? requirements(inner) : name == "RunContext" ? offers(inner) : []))
        }
        for index in found.indices {
            let name = found[index].head.split(whereSeparator: { " :".contains($0) }).dropFirst().first.map(String.init)
            guard let own = name.flatMap({ defaults[$0] }) else { continue }
            for member in found[index].members.indices
            where signature(found[index].members[member].text).map(own.contains) == true {
                found[index].members[member].text += "  // default"
            }
        }
        return found
    }

    /// The lines up to the brace at the line's start.
    private static func body(_ lines: [String], _ index: inout Int) -> [String] {
        var body: [String] = []
        while index < lines.count, lines[index] != "}" {
            body.append(lines[index])
            index += 1
        }
        return body
    }

    private static func requirements(_ body: [String]) -> [(text: String, summary: String)] {
        var found: [(text: String, summary: String)] = []
        var comment: [String] = []
        var text = ""
        for line in body.map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if line.hasPrefix("///") {
                if !text.isEmpty { found.append((text, firstSentence(comment))) }
                if !text.isEmpty { comment = [] }
                text = ""
                comment.append(String(line.dropFirst(3)).trimmingCharacters(in: .whitespaces))
            } else if line.isEmpty {
                if !text.isEmpty { found.append((text, firstSentence(comment))) }
                (text, comment) = ("", [])
            } else if !text.isEmpty, text.count(where: { $0 == "(" }) == text.count(where: { $0 == ")" }),
                !line.hasPrefix("->")
            {
                found.append((text, firstSentence(comment)))
                (text, comment) = (line, [])
            } else {
                text += (text.isEmpty || text.hasSuffix("(") || line.hasPrefix(")") ? "" : " ") + line
            }
        }
        if !text.isEmpty { found.append((text, firstSentence(comment))) }
        return found
    }

    /// The public functions and computed properties of a type.
    private static func offers(_ body: [String]) -> [(text: String, summary: String)] {
        var comment: [String] = []
        return body.map { $0.trimmingCharacters(in: .whitespaces) }.compactMap { line in
            if line.hasPrefix("///") {
                comment.append(String(line.dropFirst(3)).trimmingCharacters(in: .whitespaces))
                return nil
            }
            defer { comment = [] }
            guard let match = line.firstMatch(of: /^public (func|var) ([^{]+){/) else { return nil }
            return (
                "\(match.output.1) \(match.output.2.trimmingCharacters(in: .whitespaces))", firstSentence(comment)
            )
        }
    }

    /// A function or property without attributes and body: `apply(_ x: Double) throws`, `size: Int`.
    private static func signature(_ text: String) -> String? {
        guard let match = text.firstMatch(of: /(?:func|var)\s([^{]+)/) else { return nil }
        return match.output.1.trimmingCharacters(in: .whitespaces)
    }

    /// The public members that an extension has.
    private static func signatures(_ body: [String]) -> [String] {
        var text = ""
        return body.map { $0.trimmingCharacters(in: .whitespaces) }.compactMap { line in
            if text.isEmpty, !line.hasPrefix("public ") { return nil }
            text += (text.isEmpty || text.hasSuffix("(") || line.hasPrefix(")") ? "" : " ") + line
            guard line.hasSuffix("{") || line.hasSuffix("}") else { return nil }
            defer { text = "" }
            return signature(text)
        }
    }

    private static func firstSentence(_ comment: [String]) -> String {
        let paragraph = comment.prefix { !$0.isEmpty && !$0.hasPrefix("- ") && !$0.hasPrefix("```") }
            .joined(separator: " ").replacing("``", with: "`")
        // A full stop that ends a sentence has a capital after it.
        guard let end = paragraph.firstRange(of: /\. [A-Z]/) else {
            return paragraph.last.map { ".,:".contains($0) } == true ? String(paragraph.dropLast()) : paragraph
        }
        return String(paragraph[..<end.lowerBound])
    }
}
