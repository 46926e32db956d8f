public import Ansatz
import Foundation

/// Shows diagnostics as compilers do: the message, the place, the line with the culprit underlined, and what to do.
///
/// ```
/// error: unknown option 'mode' of 'fno'
///   --> darcy.yaml:12:13
///    |
/// 12 |     with: { mode: 12, width: 32 }
///    |             ^^^^
///    = help: did you mean 'modes'?
/// ```
///
/// Sorted by place, each once. Places outside the known texts are looked up in files of that name.
public struct DiagnosticRenderer: Sendable {
    /// How many diagnostics the text shows.
    public static let shownLimit = 100

    /// Whether to colour the output by ANSI escapes; the caller knows the terminal and NO_COLOR.
    public var usesColor: Bool
    private var sources: [String: SourceLines]

    /// - Parameters:
    ///   - sources: the texts that places refer to, by file name; files not listed are read when needed.
    ///   - overrides: the texts of `--set`.
    public init(sources: [String: String] = [:], overrides: [String] = [], usesColor: Bool = false) {
        self.usesColor = usesColor
        self.sources = sources.mapValues(SourceLines.init)
        self.sources[ScenarioOverride.sourceName] = SourceLines(eachOf: overrides)
    }

    /// The text for people, ending in a line that counts the errors where there are several. Shows no more than
    /// ``shownLimit``.
    public func text(of diagnostics: [Diagnostic]) -> String {
        var known = sources
        let sorted = Self.sorted(diagnostics)
        var blocks = sorted.prefix(Self.shownLimit).map { block($0, &known) }
        if sorted.count > Self.shownLimit { blocks.append("and \(sorted.count - Self.shownLimit) more\n") }
        let errors = sorted.count { $0.severity == .error }
        if errors > 1 { blocks.append("\(errors) errors\n") }
        return blocks.joined(separator: "\n")
    }

    /// The same as JSON: an array of objects with `severity`, `message`, and where known `file`, `line`, `column`,
    /// `end_column` (behind the culprit's last character) and `help`. Columns count Unicode scalars from 1.
    public func json(of diagnostics: [Diagnostic]) -> JSONValue {
        var known = sources
        return .array(
            Self.sorted(diagnostics).map { diagnostic in
                var object: [String: JSONValue] = [
                    "severity": .string(diagnostic.severity.rawValue),
                    "message": .string(Self.printable(diagnostic.message)),
                ]
                if let place = diagnostic.location {
                    object["file"] = .string(Self.printable(place.file))
                    object["line"] = .integer(place.line)
                    object["column"] = .integer(place.column)
                    let line = lines(of: place.file, &known)?.line(place.line)
                    if let line, let end = SourceSnippet.end(of: line, from: place.column) {
                        object["end_column"] = .integer(end)
                    }
                }
                if let help = diagnostic.help { object["help"] = .string(Self.printable(help)) }
                return .object(object)
            })
    }

    /// Each diagnostic once, in the order of places: first those without a place, then by file as first met.
    public static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        var fileOrder: [String: Int] = [:]
        for case let place? in diagnostics.map(\.location) where fileOrder[place.file] == nil {
            fileOrder[place.file] = fileOrder.count
        }
        func key(_ element: (offset: Int, diagnostic: Diagnostic)) -> (Int, Int, Int, Int) {
            guard let place = element.diagnostic.location else { return (-1, 0, 0, element.offset) }
            return (fileOrder[place.file] ?? 0, place.line, place.column, element.offset)
        }
        // Methods that share a fault may have different advice for it: the first is enough.
        let unique = diagnostics.filter { diagnostic in
            var bare = diagnostic
            bare.help = nil
            return seen.insert(bare).inserted
        }
        return unique.enumerated().map { (offset: $0.offset, diagnostic: $0.element) }
            .sorted { key($0) < key($1) }
            .map(\.diagnostic)
    }

    private func block(_ diagnostic: Diagnostic, _ known: inout [String: SourceLines]) -> String {
        let tint = diagnostic.severity == .error ? "31" : "33"
        var text = styled(diagnostic.severity.rawValue, "1;" + tint)
        text += styled(": " + Self.printable(diagnostic.message), "1") + "\n"
        var margin = " "
        if let place = diagnostic.location {
            let snippet = lines(of: place.file, &known)?.line(place.line).flatMap {
                SourceSnippet(line: $0, column: place.column)
            }
            margin = String(repeating: " ", count: snippet == nil ? 1 : String(place.line).count)
            text += "\(margin)\(styled("-->", "34")) \(Self.printable(place.description))\n"
            if let snippet {
                let bar = styled("|", "34")
                text += "\(margin) \(bar)\n"
                text += "\(styled(String(place.line), "34")) \(bar)\(snippet.text.isEmpty ? "" : " ")\(snippet.text)\n"
                text += "\(margin) \(bar) \(snippet.indentation)\(styled(snippet.carets, "1;" + tint))\n"
            }
        }
        if let help = diagnostic.help {
            text += "\(margin) \(styled("=", "34")) \(styled("help", "1")): \(Self.printable(help))\n"
        }
        return text
    }

    private func styled(_ text: String, _ code: String) -> String {
        usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// The most characters of a message or help.
    private static let lengthLimit = 2000

    /// Without control characters, which could rewrite the terminal, and of a length that people read.
    private static func printable(_ text: String) -> String {
        if text.utf8.count > lengthLimit, text.unicodeScalars.count > lengthLimit {
            return printable(String(text.unicodeScalars.prefix(lengthLimit - 3)) + "...")
        }
        guard text.unicodeScalars.contains(where: { SourceSnippet.isControl($0) }) else { return text }
        var view = String.UnicodeScalarView()
        view.append(
            contentsOf: text.unicodeScalars.map { scalar in
                scalar == "\n" || scalar == "\t" ? " " : SourceSnippet.isControl(scalar) ? "\u{FFFD}" : scalar
            })
        return String(view)
    }

    private func lines(of file: String, _ known: inout [String: SourceLines]) -> SourceLines? {
        if let lines = known[file] { return lines }
        var status = stat()
        guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= ScenarioFile.byteLimit, let data = FileManager.default.contents(atPath: file)
        else { return nil }
        var text = String(decoding: data, as: UTF8.self)
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        known[file] = SourceLines(text)
        return known[file]
    }
}
