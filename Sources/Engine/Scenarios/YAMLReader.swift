import Ansatz
import Yams

/// Reads one YAML document into a `Setting`, keeping the place of each key and value, and refusing what a scenario does
/// not need: anchors and aliases, tags, merge keys, keys that are not plain text, keys that occur twice.
struct YAMLReader {
    static let depthLimit = 64
    /// The most '&', which may be anchors.
    static let anchorLimit = 1000
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
        let (setting, faults) = try readKeepingFaults()
        try faults.check()
        return setting
    }

    /// The same, with what a scenario may not have beside what could be read.
    func readKeepingFaults() throws(Diagnostics) -> (Setting?, YAMLFaults) {
        try refuseControlCharacters()
        let source = VariableBraces.hidden(in: text)
        try refuseAnchors(in: source)
        return try read(source)
    }

    private func read(_ source: String) throws(Diagnostics) -> (Setting?, YAMLFaults) {
        let document: YAMLDocument
        do {
            guard let composed = try YAMLDocument(source) else { return (nil, YAMLFaults()) }
            document = composed
        } catch {
            throw Diagnostics([YAMLFailure(file: file, lineOffset: lineOffset, source: text).diagnostic(of: error)])
        }
        var lowering = YAMLLowering(
            document, file: file, lineOffset: lineOffset, lines: SourceLines(text))
        let setting = lowering.setting(document.root, depth: 0)
        if setting.text == "", case .scalar(_, isQuoted: false) = setting.content { return (nil, lowering.faults) }
        return (setting, lowering.faults)
    }

    /// Yams resolves aliases while it reads and leaves no trace of them; keys made of aliases of aliases take it
    /// exponential time. An alias needs an anchor, and anchors can be seen in the result. So a text that has both
    /// characters is read first with each `*` replaced, which changes no structure and leaves no alias.
    private func refuseAnchors(in source: String) throws(Diagnostics) {
        // libyaml compares each anchor with all before it.
        var marks = 0
        for (index, scalar) in zip(source.unicodeScalars.indices, source.unicodeScalars) where scalar == "&" {
            marks += 1
            guard marks > Self.anchorLimit else { continue }
            let start = SourceLocation(file: file, line: 1 + lineOffset, column: 1)
            throw Diagnostics(
                "the text has more than \(Self.anchorLimit) '&'",
                at: start.advanced(over: source.unicodeScalars[..<index]), help: YAMLLowering.anchorMessage)
        }
        guard source.utf8.contains(UInt8(ascii: "&")), source.utf8.contains(UInt8(ascii: "*")) else { return }
        let plain = String(decoding: source.utf8.map { $0 == UInt8(ascii: "*") ? 0x5F : $0 }, as: UTF8.self)
        // Anything else is found again, and described from the true text.
        guard let faults = try? read(plain).1 else { return }
        let anchors = faults.diagnostics.filter { $0.message.contains(YAMLLowering.anchorMessage) }
        if !anchors.isEmpty { throw Diagnostics(anchors) }
    }

    private func refuseControlCharacters() throws(Diagnostics) {
        let scalars = text.unicodeScalars
        for (index, scalar) in zip(scalars.indices, scalars) {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE,
                0xFF00...0xFFFD, 0x10000...0x10FFFF:
                continue
            default:
                let start = SourceLocation(file: file, line: 1 + lineOffset, column: 1)
                let code = String(scalar.value, radix: 16, uppercase: true)
                // libyaml ends a line at those, and editors do not.
                let kind = [0x85, 0x2028, 0x2029].contains(scalar.value) ? "line separator" : "control character"
                throw Diagnostics(
                    "the \(kind) U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code) is not allowed",
                    at: start.advanced(over: scalars[..<index]), help: "remove it")
            }
        }
    }
}
