extension TextTable {
    /// The table in GitHub's Markdown, ending in a line break.
    public var markdown: String {
        guard !columns.isEmpty else { return "" }
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        let rules = columns.map { column in
            switch column.alignment {
            case .left: ":---"
            case .right: "---:"
            case .centre: ":---:"
            }
        }
        let body = rows.map { row in
            line(
                columns.indices.map { index in
                    let cell = cell(row, index)
                    let text = Self.escaped(cell.string(columns[index].format))
                    if case .best = cell { return "**\(text)**" }
                    return text
                })
        }
        let title = caption.map { Self.escaped($0) + "\n\n" } ?? ""
        return title + line(columns.map { Self.escaped($0.title) }) + line(rules) + body.joined()
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in DisplayWidth.printable(text) {
            switch character {
            case "<": result += "&lt;"
            case "&": result += "&amp;"
            case "|", "\\", "`", "*", "_", "[", "]": result += "\\" + String(character)
            default: result.append(character)
            }
        }
        return result
    }
}
