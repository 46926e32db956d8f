/// A line of source with the word at a column underlined, cut to fit a terminal.
struct SourceSnippet {
    /// The widest text shown, in terminal cells.
    static let widthLimit = 96
    /// The cells kept before the culprit, where a line is cut.
    static let leadLimit = 40

    let text: String
    let indentation: String
    let carets: String

    /// The characters looked at on either side of the culprit: lines may be a whole file.
    private static let reach = 400

    init?(line whole: [Unicode.Scalar], column: Int) {
        guard column >= 1, column <= whole.count + 1 else { return nil }
        let first = max(0, column - 1 - Self.reach)
        let line = Array(whole[first..<min(whole.count, column - 1 + Self.reach)])
        let target = column - 1 - first
        var cells = line.map { $0 == "\t" ? 4 : Self.width($0) }
        var shown = line.map { $0 == "\t" ? "    " : Self.isControl($0) ? "\u{FFFD}" : String($0) }
        for index in line.indices where line[index] != "\t" && Self.isControl(line[index]) { cells[index] = 1 }

        var start = 0
        var lead = cells[..<target].reduce(0, +)
        if cells.reduce(0, +) > Self.widthLimit {
            while lead > Self.leadLimit {
                lead -= cells[start]
                start += 1
            }
            if start > 0, start < target {
                shown[start] = "..."
                lead += 3 - cells[start]
                cells[start] = 3
            }
        }
        var end = start
        var width = 0
        while end < line.count, width + cells[end] <= Self.widthLimit {
            width += cells[end]
            end += 1
        }
        var body = shown[start..<end].joined()
        while body.hasSuffix(" ") { body.removeLast() }
        text = body + (end < line.count ? "..." : "")
        indentation = String(repeating: " ", count: max(0, lead))
        let word = Self.wordEnd(in: line, from: target)
        let length = word > target ? cells[target..<max(target, min(word, end))].reduce(0, +) : 1
        carets = String(repeating: "^", count: max(1, length))
    }

    /// The column behind the word at a column, both from 1.
    static func end(of whole: [Unicode.Scalar], from column: Int) -> Int? {
        guard column >= 1, column <= whole.count + 1 else { return nil }
        let part = Array(whole[(column - 1)..<min(whole.count, column - 1 + reach)])
        return column + max(1, wordEnd(in: part, from: 0))
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: true
        // Marks that change the direction of text can make a line lie.
        case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        default: false
        }
    }

    /// Terminal cells: none for marks that combine, two for East Asian wide characters and emoji.
    static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// The end of the word, quoted text or `${name}` that starts at an index.
    private static func wordEnd(in line: [Unicode.Scalar], from start: Int) -> Int {
        guard start < line.count else { return start }
        let first = line[start]
        if first == "\"" || first == "'" {
            return line[(start + 1)...].firstIndex(of: first).map { $0 + 1 } ?? start + 1
        }
        if first == "$", start + 1 < line.count, line[start + 1] == "{" {
            let end = line[start...].firstIndex { $0 == "}" || $0 == "\"" || $0 == "'" }
            return end.map { line[$0] == "}" ? $0 + 1 : start + 2 } ?? start + 2
        }
        func ends(_ index: Int) -> Bool {
            let scalar = line[index]
            if scalar == ":" { return index + 1 == line.count || line[index + 1] == " " }
            return " \t,[]{}()=#\"'".unicodeScalars.contains(scalar)
        }
        var end = start
        while end < line.count, !ends(end) { end += 1 }
        return max(end, start + 1)
    }
}
