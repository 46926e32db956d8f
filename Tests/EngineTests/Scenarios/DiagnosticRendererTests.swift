import Ansatz
import Engine
import Testing

@Suite struct DiagnosticRendererTests {
    private let source = "stages:\n  model:\n    with: { mode: 12, width: 32 }\n\tx: 日本 y\n"

    private func at(_ line: Int, _ column: Int) -> Ansatz.SourceLocation {
        Ansatz.SourceLocation(file: "darcy.yaml", line: line, column: column)
    }

    @Test func plain() {
        let diagnostic = Diagnostic("unknown option 'mode' of 'fno'", at: at(3, 13), help: "did you mean 'modes'?")
        let text = DiagnosticRenderer(sources: ["darcy.yaml": source]).text(of: [diagnostic])
        #expect(
            text == """
                error: unknown option 'mode' of 'fno'
                 --> darcy.yaml:3:13
                  |
                3 |     with: { mode: 12, width: 32 }
                  |             ^^^^
                  = help: did you mean 'modes'?

                """)
    }

    @Test func colorsChangeNothingElse() {
        let diagnostic = Diagnostic("bad", at: at(3, 13), help: "good")
        let plain = DiagnosticRenderer(sources: ["darcy.yaml": source]).text(of: [diagnostic])
        let colored = DiagnosticRenderer(sources: ["darcy.yaml": source], usesColor: true).text(of: [diagnostic])
        #expect(colored != plain)
        #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    }

    @Test func sortedByPlaceAndEachOnce() {
        let late = Diagnostic("late", at: at(3, 13))
        let early = Diagnostic("early", at: at(1, 1))
        let nowhere = Diagnostic("nowhere", at: nil)
        #expect(DiagnosticRenderer.sorted([late, early, late, nowhere]) == [nowhere, early, late])
        #expect(DiagnosticRenderer().text(of: [late, early]).hasSuffix("2 errors\n"))
    }

    @Test func tabsAndWideCharactersKeepTheCaretInPlace() {
        let text = DiagnosticRenderer(sources: ["darcy.yaml": source]).text(of: [
            Diagnostic("y", at: at(4, 8)), Diagnostic("wide", at: at(4, 5)),
        ])
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.contains("4 |     x: 日本 y"))
        // Four cells for the tab, three for "x: ", two for each of 日本, one for the blank.
        #expect(lines.contains("  |" + String(repeating: " ", count: 1 + 4 + 3 + 4 + 1) + "^"))
        #expect(lines.contains("  |" + String(repeating: " ", count: 1 + 4 + 3) + "^^^^"))
    }

    @Test("Places outside the text, and texts nobody has, show no snippet", arguments: [(99, 1), (1, 500), (0, 0)])
    func placesOutside(line: Int, column: Int) {
        let text = DiagnosticRenderer(sources: ["darcy.yaml": source]).text(of: [
            Diagnostic("bad", at: at(line, column))
        ])
        #expect(text == "error: bad\n --> darcy.yaml:\(line):\(column)\n")
    }

    @Test func terminalsAreNotRewritten() {
        let text = DiagnosticRenderer(sources: ["a": "x: \u{1B}[2J\u{202E}evil"]).text(of: [
            Diagnostic("\u{1B}[31m", at: Ansatz.SourceLocation(file: "a", line: 1, column: 4))
        ])
        #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
    }

    @Test func longLinesAreCutAroundTheCulprit() {
        let line = (0..<400).map { "item\($0)" }.joined(separator: ", ")
        let text = DiagnosticRenderer(sources: ["a": line]).text(of: [
            Diagnostic("bad", at: Ansatz.SourceLocation(file: "a", line: 1, column: 1 + 10 * 7 + 90 * 8))
        ])
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.count < 120 })
        let caret = lines[4].firstIndex(of: "^").map { lines[4].distance(from: lines[4].startIndex, to: $0) } ?? 0
        #expect(lines[3].dropFirst(caret).hasPrefix("item100,"))
        #expect(lines[4].hasSuffix(" ^^^^^^^"))
    }

    @Test func json() {
        let diagnostics = [
            Diagnostic("bad", at: at(1, 2), help: "good"), Diagnostic("odd", at: nil, severity: .warning),
        ]
        #expect(
            CanonicalJSON.text(DiagnosticRenderer().json(of: diagnostics))
                == #"[{"message":"odd","severity":"warning"},{"column":2,"file":"darcy.yaml","help":"good","line":1,"#
                + #""message":"bad","severity":"error"}]"#)
    }
}
