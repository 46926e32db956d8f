/// Pieces of a Markdown page.
enum MarkdownText {
    /// Plain text: nothing in it is taken for markup, but words between backquotes.
    static func escaped(_ text: String) -> String {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        guard parts.count % 2 == 1 else { return plain(text) }
        return parts.enumerated().map { index, part in index % 2 == 0 ? plain(part) : code(String(part)) }.joined()
    }

    private static func plain(_ text: some StringProtocol) -> String {
        text.map { "\\`*[]<>|".contains($0) ? "\\\($0)" : $0 == "\n" ? " " : String($0) }.joined()
    }

    /// A word in the type of programs, also within a table.
    static func code(_ text: String) -> String {
        text.isEmpty ? "" : text.contains("`") ? plain(text) : "`\(text.replacing("|", with: "\\|"))`"
    }

    /// Cells are Markdown already.
    static func table(_ columns: [String], _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        let lines = [columns, columns.map { _ in "---" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n") + "\n"
    }

    /// Joined by empty lines; without those that are empty.
    static func page(_ blocks: [String]) -> String {
        blocks.map { String($0.reversed().drop { $0 == "\n" }.reversed()) }.filter { !$0.isEmpty }
            .joined(separator: "\n\n") + "\n"
    }

    static func fence(_ text: String, _ language: String = "") -> String {
        "```\(language)\n" + String(text.reversed().drop { $0 == "\n" }.reversed()) + "\n```"
    }
}
