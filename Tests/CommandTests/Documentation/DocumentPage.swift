import Foundation

/// One page of the documentation, as the things on it that can be tried, in order.
///
/// A fenced block is tried by its language:
///
/// | Language | Is |
/// |---|---|
/// | `sh` | run line by line, in a folder that the whole page shares |
/// | `python` | run there |
/// | `yaml` | a scenario, which must be valid |
/// | `swift` | a file of a plugin; needs `file` |
/// | none, `text` | what the last command printed, numbers aside |
///
/// Comments before a block say what the reader need not see: `<!-- file: work.yaml -->` saves the block under that name;
/// `<!-- exits: 2 -->`; `<!-- instead: COMMAND -->` runs a shorter command; `<!-- sketch -->` marks a drawing;
/// `<!-- not run: REASON -->`. `<!-- sh: COMMAND -->` runs a command on its own. `<!-- within ... -->` has the lines of a
/// scenario in which the block takes the place of `@`, and with `<!-- each within ... -->` each of its entries does.
struct DocumentPage {
    enum Item {
        case command(String, exits: Int32)
        case python(String)
        case file(name: String, text: String)
        case scenario(String)
        case output([String])
        case notRun(String)
        case unclear(String)
    }

    /// What is on it, each with its line.
    var items: [(line: Int, item: Item)] = []
    /// The parts of its text between back quotes, without those in blocks.
    var inlineCode: [(line: Int, text: String)] = []
    /// The files that it refers to, relative to its folder.
    var links: [(line: Int, path: String)] = []

    init(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
        var directives = Directives()
        while let line = lines.popFirst() {
            let number = lines.startIndex
            if line.hasPrefix("<!--") {
                var comment = [line]
                while !comment[comment.count - 1].hasSuffix("-->"), let next = lines.popFirst() { comment.append(next) }
                if let command = directives.read(comment) { items.append((number, .command(command, exits: 0))) }
            } else if line.hasPrefix("```") {
                var block: [String] = []
                while let next = lines.popFirst(), next != "```" { block.append(next) }
                items += directives.items(of: block, language: line.dropFirst(3).trimmingCharacters(in: .whitespaces))
                    .map { (number, $0) }
                directives = Directives()
            } else {
                inlineCode += line.matches(of: /`([^`]+)`/).map { (number, String($0.1)) }
                links += line.matches(of: /\]\(([^)#:]+)(#[^)]*)?\)/).map { (number, String($0.1)) }
            }
        }
    }
}

/// What comments say about the block that follows them.
private struct Directives {
    private var file: String?
    private var exits: Int32 = 0
    private var instead: String?
    private var notRun: String?
    private var isSketch = false
    private var template: [String]?
    private var isEach = false
    private var unknown: String?

    /// Takes a comment in. One that is a command by itself is returned.
    mutating func read(_ comment: [String]) -> String? {
        let inner = comment.joined(separator: "\n").dropFirst(4).dropLast(3)
        let text = inner.trimmingCharacters(in: .whitespacesAndNewlines)
        let (name, value) =
            text.firstIndex(of: ":").map {
                (String(text[..<$0]), text[text.index(after: $0)...].trimmingCharacters(in: .whitespaces))
            } ?? (text, "")
        switch name {
        case "sh": return value
        case "file": file = value
        case "exits": exits = Int32(value) ?? 0
        case "instead": instead = value
        case "not run": notRun = value
        case "sketch": isSketch = true
        default:
            guard comment.count > 2, text.hasPrefix("within") || text.hasPrefix("each within") else {
                unknown = text
                return nil
            }
            template = Array(comment.dropFirst().dropLast())
            isEach = text.hasPrefix("each")
        }
        return nil
    }

    func items(of block: [String], language: String) -> [DocumentPage.Item] {
        let text = block.joined(separator: "\n") + "\n"
        if let unknown { return [.unclear("unknown comment '\(unknown)'")] }
        if let notRun { return [.notRun(notRun)] }
        if isSketch { return [] }
        if let instead { return [.command(instead, exits: exits)] }
        switch language {
        case "sh": return Self.commands(block).map { .command($0, exits: exits) }
        case "python": return [.python(text)]
        case "yaml":
            if let template { return fragments(of: block).map { .scenario(Self.put($0, into: template)) } }
            return (file.map { [.file(name: $0, text: text)] } ?? []) + [.scenario(text)]
        case "swift", "json", "toml", "lua", "vim", "elisp":
            return [file.map { .file(name: $0, text: text) } ?? .unclear("a \(language) block without a file's name")]
        case "", "text": return [.output(block)]
        default: return [.unclear("a block of language '\(language)'")]
        }
    }

    /// The commands of a block; one that ends in a backslash goes on in the next line.
    private static func commands(_ block: [String]) -> [String] {
        block.joined(separator: "\n").replacing("\\\n", with: " ").split(separator: "\n").map(String.init)
    }

    /// The whole block, or its entries: each begins where a line has the first line's indentation.
    private func fragments(of block: [String]) -> [[String]] {
        guard isEach, let first = block.first else { return [block] }
        let indentation = first.prefix { $0 == " " }.count
        var entries: [[String]] = []
        for line in block where !line.isEmpty {
            if line.prefix(while: { $0 == " " }).count == indentation || entries.isEmpty {
                entries.append([line])
            } else {
                entries[entries.count - 1].append(line)
            }
        }
        return entries
    }

    /// A mark at the line's start takes the fragment as it is; another one moves it to its own column.
    private static func put(_ fragment: [String], into template: [String]) -> String {
        let column = fragment.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        let own = template.contains("@") ? 0 : column
        let lines = template.flatMap { line -> [String] in
            guard let mark = line.firstIndex(of: "@"), line[..<mark].allSatisfy({ $0 == " " }) else { return [line] }
            return fragment.map { String(line[..<mark]) + $0.dropFirst(own) }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
