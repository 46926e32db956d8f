import Engine
import Foundation
import Testing

@Suite("Tables")
struct TextTableTests {
    let table = TextTable(
        [TableColumn("method"), .number("iterations"), .number("seconds"), .number("residual", .scientific(2))],
        rows: [["bandit", 85_422, 1.20, 9.4e-9], ["cg", 131_005, .missing, 3.14e-12], ["short"]])

    @Test("align numbers right, text left, and show what is missing")
    func terminal() {
        #expect(
            table.text() == """
                method  iterations  seconds  residual
                ──────  ──────────  ───────  ────────
                bandit      85,422     1.20    9.4e-9
                cg         131,005        –   3.1e-12
                short            –        –         –

                """)
    }

    @Test("are Markdown with the sides marked and bars escaped")
    func markdown() {
        let table = TextTable([TableColumn("a|b"), .number("n")], rows: [["x_<y>", 1]])
        #expect(table.markdown == "| a\\|b | n |\n| :--- | ---: |\n| x\\_&lt;y> | 1 |\n")
    }

    @Test("have the best of a column in bold, and on terminals like the others")
    func best() {
        let table = TextTable([TableColumn("m"), .number("n", .integer)], rows: [["a", .best(1200)], ["b", 1300.0]])
        #expect(table.markdown.hasSuffix("| a | **1,200** |\n| b | 1,300 |\n"))
        #expect(table.html.contains("<td class=\"right\"><strong>1,200</strong></td>"))
        #expect(table.text() == "m      n\n─  ─────\na  1,200\nb  1,300\n")
    }

    @Test("count columns of the terminal, not characters")
    func unicode() {
        // Two ideographs and an emoji take two columns each, a combining accent none.
        let table = TextTable(
            [TableColumn("name"), TableColumn("|")],
            rows: [["温度", "|"], ["e\u{301}tat", "|"], ["🚀", "|"], ["T", "|"]])
        let lines = table.text().split(separator: "\n").dropFirst(2)
        #expect(lines == ["温度  |", "e\u{301}tat  |", "🚀    |", "T     |"])
    }

    @Test("stay inside the width and lose no word", arguments: [40, 60, 80, 120])
    func fits(width: Int) {
        let words = (0..<60).map { "word\($0)" }
        let wide = TextTable(
            [TableColumn("name"), TableColumn("text"), .number("n")],
            rows: [
                ["a", .text(words.joined(separator: " ")), 1], ["b", .text(String(repeating: "x", count: 300)), 2],
            ])
        let text = wide.text(width: width)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
        #expect(words.allSatisfy { text.contains($0) })
        #expect(text.filter { $0 == "x" }.count == 300 + 1, "one x is the heading's")
    }

    @Test("with too many numbers are printed in blocks that repeat the first column")
    func blocks() {
        let columns = [TableColumn("method")] + (0..<20).map { TableColumn.number("metric\($0)") }
        let row: [TableCell] = ["bandit"] + (0..<20).map { .integer($0) }
        let text = TextTable(columns, rows: [row]).text(width: 50)
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 50 })
        #expect(lines.filter { $0.hasPrefix("bandit") }.count == 5, "four columns of 8 with gaps fit beside 6")
        #expect((0..<20).allSatisfy { text.contains("metric\($0)") })
    }

    @Test("let no control character through to the terminal")
    func control() {
        let text = TextTable([TableColumn("a")], rows: [["\u{1B}[31mred\nline"]]).text()
        #expect(!text.contains("\u{1B}"))
        #expect(text.split(separator: "\n").count == 3)
    }

    @Test("without columns or rows are no accident")
    func empty() {
        #expect(TextTable([]).text() == "")
        #expect(TextTable([], rows: [["a"]]).markdown == "")
        #expect(TextTable([TableColumn("a")]).text() == "a\n─\n")
    }

    @Test("escape in HTML and are well-formed")
    func html() throws {
        let table = TextTable(
            [TableColumn("<b>"), .number("n")], rows: [["a & \"b\"", .verdict(.failed, "<script>")]], caption: "it's")
        let page = try MarkupTree(table.html)
        #expect(page.texts(of: "th") == ["<b>", "n"])
        #expect(page.texts(of: "td") == ["a & \"b\"", "✗ <script>"])
        #expect(page.elements(named: "script").isEmpty)
    }
}
