import Ansatz
import Testing

private struct Demonstration: ComponentOptions {
    var width = 1.0
    var count = 1
    var isOn = true
    var names: [String] = []

    static var keys: [Key<Self>] {
        [
            Key("width", \.width, unit: "m", help: "A length."), Key("count", \.count, help: "A number."),
            Key("is_on", \.isOn, help: "A switch."), Key("names", \.names, help: "A list."),
        ]
    }

    static var retired: [RetiredKey] {
        [
            RetiredKey("breadth", since: "2.0", replacement: "width"), RetiredKey("colour", since: "1.1"),
            RetiredKey("number", since: "3.0", replacement: "count", help: "write 'count', which starts at 1"),
        ]
    }
}

@Suite("Options say what was meant")
struct OptionAdviceTests {
    /// The only diagnostic for an option given as this.
    private func advice(_ key: String, _ value: Setting.Content) throws -> Diagnostic {
        let place = SourceLocation(file: "a.yaml", line: 1, column: 1)
        let entry = Setting.Entry(key: key, keyLocation: place, value: Setting(value, at: place))
        let decoder = OptionDecoder(registry: Registry(), baseDirectory: ".")
        _ = decoder.decode(
            Demonstration.self, from: Setting(.mapping([entry]), at: place), of: "solver 'demo'", at: place)
        #expect(decoder.diagnostics.count == 1)
        return try #require(decoder.diagnostics.first)
    }

    private func advice(_ key: String, _ text: String) throws -> Diagnostic {
        try advice(key, .scalar(text, isQuoted: false))
    }

    @Test("A retired option is told with its version and what took its place")
    func retired() throws {
        let renamed = try advice("breadth", "1")
        #expect(renamed.message == "'breadth' of solver 'demo' is called 'width' since version 2.0")
        #expect(renamed.help == "write 'width'")
        let removed = try advice("colour", "red")
        #expect(removed.message == "'colour' of solver 'demo' is gone since version 1.1")
        #expect(removed.help == "remove it")
        #expect(try advice("number", "3").help == "write 'count', which starts at 1")
    }

    @Test(
        "Units, percent signs and commas",
        arguments: [
            ("width", "3 mm", "without a unit", "give it in m, as a plain number"),
            ("width", "2.5e-3 m/s", "without a unit", "give it in m, as a plain number"),
            ("count", "10 steps", "without a unit", "it has no unit; write 10"),
            ("width", "1,5", "a number", "write a point: 1.5"), ("width", "5 %", "a number", "write 5/100"),
        ])
    func units(key: String, text: String, demand: String, help: String) throws {
        let diagnostic = try advice(key, text)
        #expect(diagnostic.message.contains(demand) && diagnostic.message.contains("'\(text)'"))
        #expect(diagnostic.help == help)
    }

    @Test(
        "What is a formula, though a wrong one, is not taken for a number with a unit",
        arguments: ["3*(2", "2 pi", "1+x", "-"])
    func formulas(text: String) throws {
        #expect(try !advice("width", text).message.contains("unit"))
    }

    @Test(
        "Switches",
        arguments: [("yes", "write true"), ("No", "write false"), ("ON", "write true"), ("0", "write false")])
    func switches(text: String, help: String) throws {
        #expect(try advice("is_on", text).help == help)
    }

    @Test("Lists and single values")
    func lists() throws {
        #expect(try advice("names", "u").help == "lists stand in brackets: [u]")
        let one = Setting(.scalar("7", isQuoted: false), at: nil)
        #expect(try advice("count", .list([one])).help == "without brackets: 7")
    }

    @Test("No more errors than people read are gathered, and long values are shown by their beginning")
    func bounded() throws {
        let entries = (0..<5000).map {
            Setting.Entry(key: "k\($0)", keyLocation: nil, value: Setting(.list([]), at: nil))
        }
        let decoder = OptionDecoder(registry: Registry(), baseDirectory: ".")
        _ = decoder.decode(Demonstration.self, from: Setting(.mapping(entries), at: nil), of: "demo", at: nil)
        #expect(decoder.diagnostics.count == OptionDecoder.errorLimit)
        #expect(try advice("is_on", String(repeating: "x", count: 100_000)).message.utf8.count < 300)
    }
}
