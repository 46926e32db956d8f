import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

/// The schema against a validator that knows nothing of us, and against the checker.
@Suite("The schema of scenarios") struct SchemaTests {
    private static let registry = PluginLoader(
        search: PluginSearch(
            named: [
                "Relaxation", "Diffusion", "Multigrid", "Sparse", "Fields", "Datasets", "DeepONet", "Fourier",
                "Learned", "MgNO",
            ].map {
                BuiltCommand.products.appending(path: "lib\($0).so").path
            },
            executableFolder: nil)
    ).registry

    /// What the validator says of each file: `ok`, or `refused` and why.
    private static func verdicts(on files: [String]) throws -> [String] {
        let folder = try TemporaryFolder()
        let schema = try folder.write(CanonicalJSON.pretty(ScenarioSchema(registry).json), to: "schema.json")
        let outcome = try Python.run(file: "check_schema.py", [schema] + files)
        try #require(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        try #require(lines.count == files.count, "\(outcome.output)")
        return lines
    }

    private static func isAccepted(_ file: String) -> Bool {
        (try? ScenarioChecker.check(path: file, registry: registry)) != nil
    }

    @Test("it is a valid schema, and every example passes")
    func examples() throws {
        let folder = BuiltCommand.repository.appending(path: "examples").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
        try #require(files.count >= 4)
        #expect(try Self.verdicts(on: files.map { "\(folder)/\($0)" }) == files.map { _ in "ok" })
    }

    @Test("most broken scenarios are refused by the schema, too")
    func goldenCases() throws {
        let cases = GoldenCase.all.filter { $0.hasMeaning && $0.overrides.isEmpty }
        let verdicts = try Self.verdicts(on: cases.map(\.scenario))
        let refused = zip(cases, verdicts).filter { $0.1.hasPrefix("refused") }.map(\.0.testDescription)
        #expect(Double(refused.count) >= 0.65 * Double(cases.count), "\(refused.count) of \(cases.count)")
        // A schema can't see what stages are called, what variables hold, or what arithmetic gives; but it must see these.
        let visible = [
            "arithmetic-unknown-name", "checkpoint-bad", "compare-order-incomplete", "dataset-unknown-key",
            "expression-unknown-function", "expression-unknown-variable", "generate-without-samples",
            "integrate-poisson", "integrator-in-solve", "methods-empty", "name-missing", "option-of-problem-typo",
            "option-of-solver-typo", "output-every-in-solve", "problem-typo", "range-dt-zero", "range-omega",
            "solver-missing-in-stage", "solver-two-names", "solver-typo", "stage-bad-name", "tune-not-tunable",
            "tune-unknown-tuner", "type-fraction-for-whole", "type-list-for-number", "type-text-for-number",
            "unknown-top-level-key", "verb-none", "verb-two", "verb-typo",
        ]
        #expect(visible.filter { !refused.contains("scenario-\($0)") } == [])
    }

    @Test("every component has a scenario that uses it and that both accept")
    func snippets() throws {
        let folder = try TemporaryFolder()
        var files: [String] = []
        // Nothing can be written for a required file.
        for entry in ComponentRole.all.flatMap({ Self.registry.all(of: $0) })
        where !entry.keys.contains(where: { $0.isRequired && $0.type == .text }) {
            let text = try #require(
                ScenarioSnippet(Self.registry).text(for: entry), "\(entry.role.name) \(entry.info.name)")
            files.append(try folder.write(text, to: "\(entry.role.name)-\(entry.info.name).yaml"))
        }
        try #require(files.count >= 40)
        #expect(files.filter { !Self.isAccepted($0) } == [])
        #expect(try zip(files, Self.verdicts(on: files)).filter { $0.1 != "ok" }.map { "\($0): \($1)" } == [])
    }

    /// What an option may be given, sensible or not.
    private static let values = [
        "1", "0", "-1", "2", "2.5", "0.5", ".5", "+1", "1.", "1e-3", "1E3", "1e400", "1_000", "010", "0x10", ".inf",
        "2/3", "0.5/pi", "-(1 - 3)^2", "max(1, 2)", "sin(1)", "sin(x)", "t", "fast", "cg", "true", "no", "''", "null",
        "'3'", "'1.5'", "[]", "[1, 2]", "[3, 3]", "[1/2, 3]", "['${v}', 8]", "[[1]]", "[[4, 5]]", "{}", "{ a: 1 }",
        "'${v}'", "'2*${v}'", "'${list}'", "{ tune: fixed }", "{ tune: { fixed: { value: 1.5 } } }", "{ cg: {} }",
        "{ cg: { tolerance: 1e-6 } }", "'${solver}'", "{ file: a.h5, dataset: b }", "{ stage: other, field: u }",
    ]

    /// Scenarios that give one option of one component one of the values.
    private static func variants(in folder: TemporaryFolder) throws -> [String] {
        var files: [String] = []
        var seen: Set<[String]> = []
        for entry in ComponentRole.all.flatMap({ registry.all(of: $0) }) {
            // Options that are alike have equal schemas.
            let keys = entry.keys.filter { key in
                let range = key.range?.description ?? ""
                return seen.insert([entry.role.name, key.type.description, range, "\(key.isTunable)"]).inserted
            }
            for key in keys.map(\.name) + ["no_such_option"] {
                for (index, value) in values.enumerated() where key != "no_such_option" || index < 3 {
                    guard let stage = stage(entry, "\(key): \(value)", without: key) else { continue }
                    let text = """
                        name: variant
                        vars: { v: 2, list: [4, 4], solver: cg }
                        stages:
                          other: { solve: poisson, using: { solver: cg } }
                          first: \(stage)

                        """
                    let name = "\(entry.role.name)-\(entry.info.name)-\(key)-\(index).yaml"
                    files.append(try folder.write(text, to: name))
                }
            }
        }
        return files
    }

    /// A stage that names the component with an option, on one line.
    private static func stage(_ entry: ComponentEntry, _ option: String, without key: String) -> String? {
        let name = entry.info.name
        let solver = key == "solver" ? "" : ", solver: cg"
        switch entry.role {
        case .solver: return "{ solve: poisson, using: { solver: { \(name): { \(option) } } } }"
        case .integrator:
            return "{ integrate: heat, with: { steps: 3 }, using: { integrator: { \(name): { \(option)\(solver) } } } }"
        case .tuner:
            return "{ solve: poisson, using: { solver: { sor: { omega: { tune: { \(name): { \(option) } } } } } } }"
        case .generator: return "{ generate: \(name), with: { samples: 2, \(option)\(solver) } }"
        case .problem:
            return entry.isTransient
                ? "{ integrate: \(name), with: { \(option) }, using: { integrator: crank_nicolson, solver: cg } }"
                : "{ solve: \(name), with: { \(option) }, using: { solver: cg } }"
        default: return nil
        }
    }

    @Test("what the checker accepts, the schema accepts: any value of any option")
    func neverTooStrict() throws {
        let folder = try TemporaryFolder()
        let files = try Self.variants(in: folder)
        try #require(files.count > 800)
        let accepted = files.map(Self.isAccepted)
        let verdicts = try Self.verdicts(on: files)
        #expect(accepted.count { $0 } > 200)
        let wrong = zip(files, zip(accepted, verdicts)).filter { $0.1.0 && $0.1.1 != "ok" }
        #expect(wrong.map { "\(($0.0 as NSString).lastPathComponent): \($0.1.1)" } == [])
        // And it is not without teeth: of what the checker refuses, it refuses the larger part.
        let bad = zip(accepted, verdicts).filter { !$0.0 }
        #expect(Double(bad.count { $0.1 != "ok" }) > 0.75 * Double(bad.count))
    }

    @Test("what the checker accepts, the schema accepts: keys of the format")
    func formatKeys() throws {
        let values = [
            "seed": ["0", "18446744073709551615", "1_000", "'7'", "-1", "1.5", "x"],
            "output": ["{}", "", "{ every: 5 }", "5", "{ fields: T }", "{ fields: [T], precision: float32 }", "[T]"],
            "output.every": [
                "5", "5 steps", "5steps", "1 step", "05", "+5", "5 samples", "1_000", "0", "5 s", "2.5", "''",
            ],
            "output.compression": ["0", "9", "10", "1e0", "2*3", "-1", "fast"],
            "output.probes": ["[]", "[[1/2, 0.5]]", "[[0.5, 0.5], [0.25, .5]]", "[1, 2]", "x"],
            "checkpoint": ["{}", "", "{ every: 5 }", "30 s"],
            "checkpoint.every": [
                "30 s", "30s", "0.5 s", "1e3 s", ".5 s", "5 steps", "10 samples", "7", "0 s", "-1 s", "s",
            ],
            "using.fallback": ["{ solver: cg }", "{ integrator: { crank_nicolson: { solver: cg } } }", "{}", "cg"],
            "using.solver": ["cg", "{ cg: }", "{ cg: {} }", "{ cg: { tolerance: 1e-9 } }", "{}", "5", "''"],
        ]
        let folder = try TemporaryFolder()
        var files: [String] = []
        for (path, list) in values.sorted(by: { $0.key < $1.key }) {
            for (index, value) in list.enumerated() {
                let keys = path.split(separator: ".")
                let own = keys.count == 2 ? "\(keys[0]): { \(keys[1]): \(value) }" : "\(path): \(value)"
                let using = keys[0] == "using" ? "" : "    using: { integrator: crank_nicolson, solver: cg }\n"
                let inside = keys.last == "solver" ? "using: { integrator: crank_nicolson, solver: \(value) }" : own
                let fallback =
                    keys.last == "fallback"
                    ? "using: { integrator: crank_nicolson, solver: cg, fallback: \(value) }" : inside
                let stage = "  run:\n    integrate: heat\n\(using)" + (path == "seed" ? "" : "    \(fallback)\n")
                let text = "name: keys\n" + (path == "seed" ? "seed: \(value)\n" : "") + "stages:\n" + stage
                files.append(try folder.write(text, to: "\(path)-\(index).yaml"))
            }
        }
        let accepted = files.map(Self.isAccepted)
        let verdicts = try Self.verdicts(on: files)
        #expect(accepted.count { $0 } >= 25 && accepted.count { !$0 } >= 15)
        let wrong = zip(files, zip(accepted, verdicts)).filter { $0.1.0 && $0.1.1 != "ok" }
        #expect(wrong.map { "\(($0.0 as NSString).lastPathComponent): \($0.1.1)" } == [])
    }

    @Test("variables may stand anywhere but in keys")
    func variables() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            """
            name: run-${n}
            vars: { n: 2, grid: [8, 8], stage: { solve: poisson, using: { solver: cg } }, noun: poisson, every: 50 steps,
                    part: { solver: cg }, with: { steps: 3 }, output: { fields: [T], every: 3 } }
            seed: ${n}
            stages:
              whole: ${stage}
              noun: { solve: "${noun}", with: { cells: "${grid}" }, using: "${part}" }
              march:
                integrate: heat
                with: ${with}
                using: { integrator: crank_nicolson }
                methods: { a: "${part}", b: { solver: { cg: { tolerance: "1e-${n}" } } } }
                output: ${output}
                checkpoint: { every: "${every}" }
            """, to: "variables.yaml")
        #expect(Self.isAccepted(file))
        #expect(try Self.verdicts(on: [file]) == ["ok"])
    }
}
