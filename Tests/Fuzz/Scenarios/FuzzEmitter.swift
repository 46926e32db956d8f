import Foundation

/// Writes a tree as YAML in one of its many ways: block or flow, quoted or not, with comments and blank lines.
struct FuzzEmitter {
    /// Whether the order of a mapping's keys may change.
    var shuffles = false
    /// How likely things are that mean nothing: comments, blank lines, needless quotes.
    var noise = 0.05
    private var random: FuzzRandom
    private var text = ""

    init(_ random: FuzzRandom) { self.random = random }

    mutating func document(_ node: FuzzNode) -> String {
        text = ""
        if random.chance(noise) { text += "# a comment: with [things] in it\n" }
        if case .map(let entries) = node, !entries.isEmpty {
            block(node, 0)
        } else {
            text += flow(node) + "\n"
        }
        if random.chance(noise) { text += "\n  \n# the end" }
        return text
    }

    private func indentation(_ level: Int) -> String { String(repeating: "  ", count: level) }

    private mutating func block(_ node: FuzzNode, _ level: Int) {
        switch node {
        case .map(var entries):
            if shuffles { entries.shuffle(using: &random) }
            for (key, value) in entries {
                if random.chance(noise) { text += random.pick(["\n", "   \n", "\(indentation(level))# note\n"]) }
                text += indentation(level) + scalar(key, isKey: true) + ":"
                self.value(value, level)
            }
        case .list(let items):
            for item in items {
                text += indentation(level) + "- " + flow(item) + "\n"
            }
        default: text += indentation(level) + flow(node) + "\n"
        }
    }

    private mutating func value(_ node: FuzzNode, _ level: Int) {
        switch node {
        case .map(let entries) where !entries.isEmpty && random.chance(0.7):
            text += comment() + "\n"
            block(node, level + 1)
        case .list(let items) where !items.isEmpty && random.chance(0.2):
            text += "\n"
            block(node, level + 1)
        default: text += " " + flow(node) + comment() + "\n"
        }
    }

    private mutating func comment() -> String { random.chance(noise) ? "   # why: { not }" : "" }

    private mutating func flow(_ node: FuzzNode) -> String {
        switch node {
        case .scalar(let text): return scalar(text, isKey: false)
        case .raw(let text): return text
        case .marked(let mark, let inner): return mark + " " + flow(inner)
        case .list(let items): return "[" + items.map { flow($0) }.joined(separator: ", ") + "]"
        case .map(var entries):
            if shuffles { entries.shuffle(using: &random) }
            return "{ " + entries.map { "\(scalar($0.key, isKey: true)): \(flow($0.value))" }.joined(separator: ", ")
                + " }"
        }
    }

    private mutating func scalar(_ value: String, isKey: Bool) -> String {
        let isPlain =
            !value.isEmpty
            && value.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "_-+*/^().=".utf8.contains(byte)
                }
            } && !"-*=.".utf8.contains(value.utf8.first ?? 0x2D)
        if isPlain, !random.chance(noise) { return value }
        if value.isEmpty, !isKey, random.chance(0.5) { return "" }
        let isPrintable = value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F }
        if isPrintable, random.chance(0.5) { return "'" + value.replacing("'", with: "''") + "'" }
        return Self.quoted(value)
    }

    /// In double quotes, with escapes for all that is not printable.
    static func quoted(_ value: String) -> String {
        var result = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            default:
                if scalar.value >= 0x20 && scalar.value < 0x7F {
                    result.unicodeScalars.append(scalar)
                } else {
                    let code = String(scalar.value, radix: 16)
                    let width = scalar.value > 0xFFFF ? 8 : 4
                    result += (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - code.count) + code
                }
            }
        }
        return result + "\""
    }
}
