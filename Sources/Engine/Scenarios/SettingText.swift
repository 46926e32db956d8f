import Ansatz

/// A setting as YAML on one line: what `--set` reads back as the same setting.
enum SettingText {
    static func of(_ setting: Setting) -> String {
        switch setting.content {
        case .scalar(let text, let isQuoted): scalar(text, isQuoted: isQuoted)
        case .list(let items): "[" + items.map(of).joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\(scalar($0.key, isQuoted: false)): \(of($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    private static func scalar(_ text: String, isQuoted: Bool) -> String {
        if !isQuoted, isPlain(text) { return text }
        // YAML reads JSON's strings.
        return CanonicalJSON.text(.string(text))
    }

    /// Whether no character means anything to YAML, wherever the text stands.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        let isNegative = first == "-" && text.unicodeScalars.dropFirst().first.map { isWord($0) } ?? false
        return (isWord(first) || isNegative)
            && text.unicodeScalars.dropFirst().allSatisfy { isWord($0) || "+-*/^()".unicodeScalars.contains($0) }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".": true
        default: false
        }
    }
}
