/// Scenarios of up to the largest size that is read, with much of one thing: what takes time that grows with the square
/// of the size takes minutes here, and the driver calls it a hang.
struct SizeFuzz: FuzzSubject {
    private static let sizes = [1 << 13, 1 << 16, 1 << 18, (1 << 20) - 4096]
    private let check = ScenarioCheck(ScenarioCorpus())
    private let shapes = SizeShape.all

    var fixedCount: Int? { shapes.count * Self.sizes.count }

    mutating func run(_ number: Int) -> FuzzOutcome {
        let start = FuzzWorker.processorSeconds
        var outcome = check.run(scenario(number))
        let seconds = FuzzWorker.processorSeconds - start
        let name = shapes[number / Self.sizes.count % shapes.count].name
        if number % Self.sizes.count == Self.sizes.count - 1, seconds > 0.5 {
            outcome.kind += " (\(name): \((seconds * 10).rounded() / 10) s)"
        }
        outcome.faults = outcome.faults.map { "\(name): \($0.prefix(300))" }
        return outcome
    }

    mutating func input(_ number: Int) -> [UInt8] { scenario(number).shown }

    private func scenario(_ number: Int) -> ScenarioInput {
        let shape = shapes[number / Self.sizes.count % shapes.count]
        return shape.input(Self.sizes[number % Self.sizes.count])
    }
}

/// A way to fill a scenario.
struct SizeShape {
    var name: String
    var input: (_ size: Int) -> ScenarioInput

    /// `unit` gives the text of the index-th piece.
    private static func filled(
        _ name: String, before: String = "", after: String = "", share: Int = 1, _ unit: @escaping (Int) -> String
    ) -> SizeShape {
        SizeShape(name: name) { size in ScenarioInput(bytes: Array((before + fill(size / share, unit) + after).utf8)) }
    }

    private static func fill(_ size: Int, _ unit: (Int) -> String) -> String {
        var text = ""
        text.reserveCapacity(size + 256)
        var index = 0
        while text.utf8.count < size {
            text += unit(index)
            index += 1
        }
        return text
    }

    private static let cg = "using: { solver: cg }"

    static var all: [SizeShape] { syntax + stages + methods + options + variables }

    private static var syntax: [SizeShape] {
        let pieces = [
            "[", "{", "- ", "? ", ": ", "a: ", "\"", "'a' ", "&a ", "*a ", "!a ", "|\n", "#", "# c\n", "\t", "\n", " ",
            "\r",
            "${", "$", "[],", "---\n", "a\n", "a ", "é", "\u{2028}", "\u{85}", "x: y\n", "<<: ", "%x\n", "{a: ", "[a: ",
            "\\",
            "-\n", "- a\n", "a:\n ", "&a *a ", "? a\n: b\n", ">\n\n", "\r\n", "\"\\n", "a:", "]", "}", "- [",
            "a: |\n  b\n",
            "? ? ", "- - ", "'", "''", "b: &a c\n", "{},", "👩", "${a}", "\u{FEFF}", "~", ", ", "a: b: ",
        ]
        return pieces.map { piece in
            filled("all \(piece.debugDescription)") { _ in piece }
        }
            + pieces.map { piece in
                filled("name: [ and \(piece.debugDescription)", before: "name: demo\nstages: [") { _ in piece }
            } + [
                filled("keys") { "k\($0): v\n" },
                filled("keys in a flow mapping", before: "name: demo\nstages: {", after: "}\n") { "k\($0): v, " },
                filled("keys twice") { "k\($0 / 2): v\n" },
                filled("key in quotes twice") { "\"k\($0 / 2)\": v\n" },
                filled("one long key", after: ": x\n") { _ in "key" },
                filled("one long explicit key", before: "? ", after: "\n: x\n") { _ in "key" },
                filled("lists within lists", before: "name: [", after: "]\n") { _ in "[[[[[[[[[]]]]]]]]], " },
                filled("anchors", before: "name: [", after: "]\n") { "&a\($0) x, " },
                filled("anchors and aliases", before: "a: &a x\nname: [", after: "]\n") { _ in "*a, " },
                filled("tags", before: "name: [", after: "]\n") { "!t\($0) x, " },
            ]
    }

    private static var stages: [SizeShape] {
        [
            filled("stages", before: "name: demo\nstages:\n") { "  s\($0): { solve: poisson, \(cg) }\n" },
            filled("empty stages", before: "name: demo\nstages:\n") { "  s\($0):\n" },
            filled("stages that read the next", before: "name: demo\nstages:\n") {
                "  s\($0): { solve: poisson, with: { source: { stage: s\($0 + 1), field: u } }, \(cg) }\n"
            },
            filled("stages that read the one before", before: "name: demo\nstages:\n") {
                "  s\($0): { solve: poisson, with: { source: { stage: s\(max(0, $0 - 1)), field: u } }, \(cg) }\n"
            },
            filled("stages that read none", before: "name: demo\nstages:\n") {
                "  s\($0): { solve: poisson, with: { source: { stage: none\($0 * 7919 % 10_007), field: u } }, \(cg) }\n"
            },
            filled("comparisons", before: "name: demo\nstages:\n") { "  s\($0): { compare: s\($0 * 31 % 1000) }\n" },
            filled("bad stages", before: "name: demo\nstages:\n") { "  s\($0): [x]\n" },
            filled("two verbs", before: "name: demo\nstages:\n") { "  s\($0): { solve: a, use: b }\n" },
            filled(
                "metrics", before: "name: demo\nstages: { a: { solve: poisson, \(cg) }, t: { compare: a, metrics: [",
                after: "] } }\n"
            ) { "m\($0), " },
        ]
    }

    private static var methods: [SizeShape] {
        let head = "name: demo\nstages:\n  run:\n    solve: poisson\n    "
        return [
            filled("methods", before: head + "methods:\n") { "      m\($0): { solver: cg }\n" },
            filled("short methods", before: head + "using: { solver: cg }\n    methods: {", after: "}\n") {
                "m\($0): {}, "
            },
            filled("bad methods", before: head + "methods:\n") { "      m\($0): { solvr: cg }\n" },
            SizeShape(name: "methods that share unknown options") { size in
                let shared = fill(size / 2) { "k\($0): 1, " }
                let methods = fill(size / 2) { "m\($0): {}, " }
                let text = "\(head)\(cg)\n    with: { \(shared) }\n    methods: { \(methods) }\n"
                return ScenarioInput(bytes: Array(text.utf8))
            },
            SizeShape(name: "methods that share a formula") { size in
                let formula = fill(min(size / 2, 9_990)) { _ in "x+" } + "1"
                let methods = fill(size / 2) { "m\($0): {}, " }
                return ScenarioInput(
                    bytes: Array("\(head)\(cg)\n    with: { source: '\(formula)' }\n    methods: { \(methods) }\n".utf8)
                )
            },
            SizeShape(name: "methods and fields that don't exist") { size in
                let fields = fill(size / 2) { "f\($0), " }
                let methods = fill(size / 2) { "m\($0): {}, " }
                return ScenarioInput(
                    bytes: Array(
                        "\(head)\(cg)\n    output: { fields: [\(fields)] }\n    methods: { \(methods) }\n".utf8))
            },
            SizeShape(name: "methods and a reference to each") { size in
                let methods = fill(size / 4) { "m\($0): {}, " }
                let others = fill(size / 2) {
                    "  t\($0): { solve: poisson, with: { source: { stage: run.x\($0), field: u } }, \(cg) }\n"
                }
                return ScenarioInput(bytes: Array("\(head)\(cg)\n    methods: { \(methods) }\n\(others)".utf8))
            },
            SizeShape(name: "options of stage and method") { size in
                let keys = fill(size / 2) { "k\($0): 1, " }
                return ScenarioInput(
                    bytes: Array(
                        "\(head)\(cg)\n    with: { \(keys) }\n    methods: { m: { with: { \(keys) } } }\n".utf8))
            },
        ]
    }

    private static var options: [SizeShape] {
        func stage(_ text: String) -> String { "name: demo\nstages: { run: { solve: poisson, \(cg), " + text }
        func solver(_ text: String) -> String { "name: a\nstages: { run: { solve: poisson, using: { solver: " + text }
        let dataset = stage("with: { source: { file: a.h5, dataset: u, ")
        let split = "name: a\nstages: { run: { generate: poisson, with: { samples: 7, solver: cg, split: {"
        let probes =
            "name: a\nstages: { run: { integrate: heat, using: { integrator: crank_nicolson, solver: cg }, "
            + "output: { probes: ["
        return [
            filled("unknown options", before: stage("with: {"), after: "} } }\n") { "optn\($0): 1, " },
            filled("cells", before: stage("with: { cells: ["), after: "] } } }\n") { "\($0), " },
            filled("bad cells", before: stage("with: { cells: ["), after: "] } } }\n") { "x\($0), " },
            filled("fields", before: stage("output: { fields: ["), after: "] } } }\n") { _ in "u, " },
            filled("unknown fields", before: stage("output: { fields: ["), after: "] } } }\n") { "f\($0), " },
            filled("a formula", before: stage("with: { source: '"), after: "' } } }\n") { _ in "sin(x)+" },
            filled("digits", before: stage("with: { source: '"), after: "' } } }\n") { _ in "1" },
            filled("parentheses", before: stage("with: { source: '"), after: "' } } }\n") { _ in "(" },
            filled("a name", before: "name: ", after: "\nstages: {}\n") { _ in "x" },
            filled("a solver's name", before: solver("'"), after: "' } } }\n") { _ in "x " },
            filled("solvers", before: solver("{"), after: "} } } }\n") { "s\($0): {}, " },
            filled("axes", before: dataset + "axes: [", after: "] } } } }\n") { "a\($0), " },
            filled("coordinates", before: dataset + "coordinates: {", after: "} } } } }\n") { "a\($0): b, " },
            filled("beside tune", before: solver("{ sor: { omega: { tune: fixed, "), after: "} } } } } }\n") {
                "a\($0): b, "
            },
            filled("split", before: split, after: "} } } }\n") { "a\($0): 0, " },
            filled("probes", before: probes, after: "] } } }\n") { _ in "[0.5, 0.5], " },
            filled("bad probes", before: probes, after: "] } } }\n") { _ in "[0.5, x], " },
            SizeShape(name: "overrides") { size in
                var input = ScenarioInput(bytes: Array(stage("with: { cells: [8, 8] } } }\n").utf8))
                input.overrides = (0..<(size >> 9)).map { "stages.run.with.k\($0)=\($0)" }
                return input
            },
            SizeShape(name: "a long override") { size in
                var input = ScenarioInput(bytes: Array(stage("with: { cells: [8, 8] } } }\n").utf8))
                input.overrides = ["stages.run.with.cells=[" + fill(size) { "\($0), " } + "]"]
                return input
            },
            SizeShape(name: "a long path") { size in
                var input = ScenarioInput(bytes: Array(stage("with: { cells: [8, 8] } } }\n").utf8))
                input.overrides = [fill(size) { _ in "a[0]." } + "x=1"]
                return input
            },
        ]
    }

    private static var variables: [SizeShape] {
        func scenario(_ source: String) -> String {
            "name: demo\nstages: { run: { solve: poisson, \(cg), with: { source: \"\(source)\" } } }\n"
        }
        return [
            filled("unused variables", before: scenario("0") + "vars:\n") { "  v\($0): \($0)\n" },
            filled("variables that use the next", before: scenario("${v0}") + "vars:\n") {
                "  v\($0): ${v\($0 + 1)}\n"
            },
            filled("variables that use the one before", before: scenario("${v9}") + "vars:\n  v0: 1\n") {
                "  v\($0 + 1): ${v\($0)}\n"
            },
            filled("a variable many times", before: "vars: { a: 1 }\nname: demo\nstages: \"", after: "\"\n") { _ in
                "${a}"
            },
            filled(
                "a variable many times on many lines", before: "vars: { a: 1 }\nname: demo\nstages: \"", after: "\"\n"
            ) { _ in "${a}\n  " },
            filled("a variable in many places", before: "vars: { a: 1 }\nname: demo\nstages: [", after: "]\n") { _ in
                "${a}, "
            },
            SizeShape(name: "many variables in one text") { size in
                let definitions = fill(size / 2) { "  v\($0): 1\n" }
                let uses = fill(size / 3) { "${v\($0)}" }
                return ScenarioInput(bytes: Array("vars:\n\(definitions)\(scenario(uses))".utf8))
            },
            SizeShape(name: "unknown variables") { size in
                let definitions = fill(size / 2) { "  v\($0): 1\n" }
                let uses = fill(size / 3) { "\"${w\($0)}\", " }
                return ScenarioInput(bytes: Array("vars:\n\(definitions)name: demo\nstages: [\(uses)]\n".utf8))
            },
            SizeShape(name: "bad formulas from variables") { size in
                let uses = fill(size / 2) { "  s\($0): { solve: poisson, with: { source: \"${a}\" }, \(cg) }\n" }
                let text = fill(min(9_000, size / 2)) { _ in "x+" }
                return ScenarioInput(bytes: Array("vars: { a: '\(text)' }\nname: demo\nstages:\n\(uses)".utf8))
            },
            filled("malformed", before: "name: demo\nstages: [", after: "]\n") { _ in "\"${a b}\", " },
            filled("circles", before: scenario("${v0}") + "vars:\n") {
                "  v\($0): ${v\($0 / 50 * 50 + ($0 + 1) % 50)}\n"
            },
        ]
    }
}
