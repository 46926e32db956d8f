import Ansatz
import Yams

/// Reads one YAML document into a `Setting`, keeping the place of each key and value, and refusing what a scenario does
/// not need: anchors and aliases, tags, merge keys, keys that are not plain text, keys that occur twice.
struct YAMLReader {
    static let depthLimit = 64
    /// Errors beyond this many are not looked for.
    static let errorLimit = 50

    let text: String
    let file: String
    /// Added to line numbers, where the text is one of several.
    let lineOffset: Int

    init(_ text: String, file: String, lineOffset: Int = 0) {
        self.text = text
        self.file = file
        self.lineOffset = lineOffset
    }

    /// - Returns: `nil` where there is nothing but blanks and comments.
    func read() throws(Diagnostics) -> Setting? {
        try refuseControlCharacters()
        let source = VariableBraces.hidden(in: text)
        try refuseAnchors(in: source)
        return try read(source)
    }

    private func read(_ source: String) throws(Diagnostics) -> Setting? {
        let document: YAMLDocument
        do {
            guard let composed = try YAMLDocument(source) else { return nil }
            document = composed
        } catch {
            throw Diagnostics([YAMLFailure(file: file, lineOffset: lineOffset, source: text).diagnostic(of: error)])
        }
        var lowering = YAMLLowering(document, file: file, lineOffset: lineOffset)
        let setting = lowering.setting(document.root, depth: 0)
        guard lowering.diagnostics.isEmpty else { throw Diagnostics(lowering.diagnostics) }
        if setting.text == "", case .scalar(_, isQuoted: false) = setting.content { return nil }
        return setting
    }

    /// Yams resolves aliases while it reads and leaves no trace of them; keys made of aliases of aliases take it
    /// exponential time. An alias needs an anchor, and anchors can be seen in the result. So a text that has both
    /// characters is read first with each `*` replaced, which changes no structure and leaves no alias.
    private func refuseAnchors(in source: String) throws(Diagnostics) {
        guard source.utf8.contains(UInt8(ascii: "&")), source.utf8.contains(UInt8(ascii: "*")) else { return }
        do {
            _ = try read(String(decoding: source.utf8.map { $0 == UInt8(ascii: "*") ? 0x5F : $0 }, as: UTF8.self))
        } catch {
            let anchors = error.all.filter { $0.message.contains(YAMLLowering.anchorMessage) }
            if !anchors.isEmpty { throw Diagnostics(anchors) }
            // Anything else is found again, and described from the true text.
        }
    }

    private func refuseControlCharacters() throws(Diagnostics) {
        let scalars = text.unicodeScalars
        for (index, scalar) in zip(scalars.indices, scalars) {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
                0x10000...0x10FFFF:
                continue
            default:
                let start = SourceLocation(file: file, line: 1 + lineOffset, column: 1)
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw Diagnostics(
                    "the control character U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code) is not allowed",
                    at: start.advanced(over: scalars[..<index]), help: "remove it")
            }
        }
    }
}

/// `${name}` outside quotes, where YAML would take the braces for a mapping: between `[` and `]`, or `{` and `}`.
///
/// The braces are replaced by characters that mean nothing to YAML before it reads, and put back afterwards.
enum VariableBraces {
    private static let open: Unicode.Scalar = "\u{F8D0}"
    private static let close: Unicode.Scalar = "\u{F8D1}"

    static func hidden(in text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var scalars = Array(text.unicodeScalars)
        var position = 0
        while position + 1 < scalars.count {
            if scalars[position] == "$", scalars[position + 1] == "{" {
                var end = position + 2
                while end < scalars.count, isNamePart(scalars[end]) { end += 1 }
                if end < scalars.count, scalars[end] == "}" {
                    scalars[position + 1] = open
                    scalars[end] = close
                }
            }
            position += 1
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    static func restored(in text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == open || $0 == close }) else { return text }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text.unicodeScalars.map { $0 == open ? "{" : $0 == close ? "}" : $0 })
        return String(view)
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", " ": true
        default: false
        }
    }
}
