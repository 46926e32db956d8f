import Ansatz
import Engine
import Testing

@Suite struct ScenarioFileTests {
    private func root(_ text: String) throws -> Setting {
        try ScenarioFile(bytes: Array(text.utf8), name: "s.yaml").root
    }

    @Test func everyValueKeepsItsTextAndPlace() throws {
        let root = try root("name: darcy\nwith: { no: 010, t: 1:30, q: \"yes\" }\nlist:\n  - 1e-3\n  - ''\n  -\n")
        #expect(root["name"] == Setting(.scalar("darcy", isQuoted: false), at: place(1, 7)))
        #expect(root["with"]?.location == place(2, 7))
        #expect(root["with"]?["no"] == Setting(.scalar("010", isQuoted: false), at: place(2, 13)))
        #expect(root["with"]?["t"]?.text == "1:30")
        #expect(root["with"]?["q"] == Setting(.scalar("yes", isQuoted: true), at: place(2, 30)))
        #expect(root["with"]?.entries?.map(\.key) == ["no", "t", "q"])
        #expect(root["with"]?.entries?.map(\.keyLocation) == [place(2, 9), place(2, 18), place(2, 27)])
        #expect(root["list"]?.items?.map(\.text) == ["1e-3", "", ""])
        #expect(root["list"]?.items?.map(\.content).last == .scalar("", isQuoted: false))
    }

    private func place(_ line: Int, _ column: Int) -> Ansatz.SourceLocation {
        Ansatz.SourceLocation(file: "s.yaml", line: line, column: column)
    }

    @Test(
        "Ampersands and asterisks in texts and comments are no anchors",
        arguments: [
            "a: \"&x *x\"", "a: 'b &x'\nc: '*x'", "a: 2 *x & &y", "a: b # &x *x", "a: |\n  &x\n  *x\n", "a: x&y*z",
            "a: >\n  & *\n", "\"&a\": 1\n'*a': 2", "a: [\"&x\", '*x', b*c]",
        ])
    func noFalseAlarms(text: String) throws {
        #expect(throws: Never.self) { try root(text) }
    }

    @Test(
        "Anchors are found wherever they stand",
        arguments: [
            "a: &x 1", "&x a: 1", "a: [&x 1, *x]", "&x\na: 1", "a: &x\n  b: 1\nc: { ? [*x] : 1 }", "? &x a\n: *x",
            "a: &x\nb: *x", "a: &x 1\nb: &x 2\nc: 'x * y'",
        ])
    func anchorsAreRefused(text: String) {
        let error = #expect(throws: Diagnostics.self) { try root(text) }
        #expect(error?.all.contains { $0.message.hasPrefix("anchors and aliases are not supported: '&x'") } == true)
    }

    @Test func lineEndsAndByteOrderMark() throws {
        let root = try root("\u{FEFF}a: 1\r\nb:\r\n  c: 3\r\n")
        #expect(root.entries?.first?.keyLocation == place(1, 1))
        #expect(root["b"]?["c"]?.location == place(3, 6))
    }

    @Test func tooLargeIsRefused() {
        let bytes = Array("a: \"".utf8) + [UInt8](repeating: 0x61, count: ScenarioFile.byteLimit) + Array("\"".utf8)
        let error = #expect(throws: Diagnostics.self) { try ScenarioFile(bytes: bytes, name: "s.yaml") }
        #expect(error?.all.first?.message == "'s.yaml' is larger than 1 MiB")
    }

    @Test func manyDuplicatesEndInAnError() {
        let text = (0..<100).map { "k\($0): 1\nk\($0): 2\n" }.joined()
        #expect(throws: Diagnostics.self) { try root(text) }
    }

    /// A text too long to show as a test's argument.
    struct HostileText: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String

        init(_ description: String, _ text: String) {
            testDescription = description
            self.text = text
        }
    }

    @Test(
        "Large hostile texts end in an error",
        arguments: [
            HostileText(
                "mappings as keys of mappings",
                String(repeating: "{", count: 900) + "a" + String(repeating: ",b}", count: 900)),
            HostileText(
                "nested question marks", (0..<300).map { String(repeating: " ", count: $0) + "?\n" }.joined()),
            HostileText("nested dashes", "a:\n" + String(repeating: "- ", count: 5_000)),
            HostileText("anchors and aliases", "a: &x 1\n" + String(repeating: "&*", count: 50_000)),
            HostileText("duplicate keys", (0..<5_000).map { "k\($0): 1\nk\($0): 2\n" }.joined()),
            HostileText("colons", String(repeating: "a:", count: 50_000)),
            HostileText("unknown variables", "a: [" + String(repeating: "${n},", count: 5_000) + "]"),
            HostileText("unclosed variables", "a: \"" + String(repeating: "${", count: 50_000) + "\""),
        ])
    func hostileTexts(hostile: HostileText) throws {
        let text = hostile.text
        let error = #expect(throws: Diagnostics.self) {
            try ScenarioTree(ScenarioFile(bytes: Array(text.utf8), name: "s.yaml"))
        }
        let shown = DiagnosticRenderer(sources: ["s.yaml": text]).text(of: error?.all ?? [])
        #expect(shown.utf8.count < 100_000)
    }

    @Test(
        "A pipe, a folder and a file that may not be read are named", arguments: ["/dev/null", "/", "/nowhere/x.yaml"])
    func notAFile(path: String) {
        let error = #expect(throws: Diagnostics.self) { try ScenarioFile(path: path) }
        #expect(error?.all.first?.message.contains("'\(path)'") == true)
    }

    @Test func randomTextNeverCrashes() {
        let words = [
            "a", "b: ", ": ", "\n", "\n  ", "- ", "[", "]", "{", "}", ",", "&x ", "*x", "!t ", "'", "\"", "|\n", ">",
            "#",
            "${a}", "${", "}", "$$", "? ", "<<: ", "\t", "---\n", "...", "%", "@", "é", "日", "\\", "\r\n", "vars: ",
            "\u{0}", "\u{85}", "\u{2028}", "a: &x\n", "vars:\n  a: ${b}\n  b: 1\n",
        ]
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var accepted = 0
        for _ in 0..<10_000 {
            let start = next(2) == 0 ? "a: " : ""
            let text = start + (0..<(1 + next(12))).map { _ in words[next(words.count)] }.joined()
            let renderer = DiagnosticRenderer(sources: ["s.yaml": text])
            do throws(Diagnostics) {
                let tree = try ScenarioTree(ScenarioFile(bytes: Array(text.utf8), name: "s.yaml"))
                accepted += 1
                _ = renderer.text(of: tree.warnings)
            } catch {
                #expect(!error.all.isEmpty)
                #expect(renderer.text(of: error.all).contains("error: "))
            }
        }
        #expect(accepted > 300, "the generator makes valid texts too")
    }
}
