import Ansatz
import Engine
import Foundation

/// Does with a scenario what `ansatz validate` and `ansatz plan` do, and looks at what they would print.
struct ScenarioCheck {
    let corpus: ScenarioCorpus
    private let path: String

    /// As the command reads files of others: by itself, in another process.
    private static let reading = ReadingProcess(
        executable: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "ansatz").path, arguments: ["read-file-for-parent"])

    init(_ corpus: ScenarioCorpus) {
        self.corpus = corpus
        path = corpus.folder.appending(path: "scenario.yaml").path
    }

    func run(_ input: ScenarioInput) -> FuzzOutcome {
        var outcome = FuzzOutcome()
        do {
            let scenario = try check(input.bytes, input.overrides)
            outcome.kind = "accepted"
            outcome.faults += look(at: scenario.tree.warnings, of: input)
            if let expected = input.expected {
                outcome.kind = "restated"
                if CanonicalJSON.text(JSONValue(scenario.tree.root)) != expected.canonical {
                    outcome.faults.append("the same scenario written otherwise is read otherwise")
                }
                if try scenario.keyDigests() != expected.keys {
                    outcome.faults.append("the same scenario written otherwise has other keys")
                }
            }
            do {
                let plan = try RunPlan(
                    scenario, directory: corpus.folder.path + "/run", acceptsCodeChanges: false,
                    readers: InputReaders(process: Self.reading))
                outcome.faults += controls(in: plan.table.text(width: 100), called: "plan")
                outcome.faults += look(at: plan.obstacles, of: input)
                if !plan.obstacles.isEmpty { outcome.kind = "accepted, with obstacles" }
            } catch let diagnostics as Diagnostics {
                outcome.kind = "accepted, then refused by the plan"
                outcome.faults += look(at: diagnostics.all, of: input)
            }
            outcome.faults += restate(scenario)
        } catch let diagnostics as Diagnostics {
            outcome.kind = "refused"
            outcome.faults += look(at: diagnostics.all, of: input)
            if !diagnostics.all.contains(where: { $0.severity == .error }) {
                outcome.faults.append("refused without an error")
            }
            if input.expected != nil { outcome.faults.append("the same scenario written otherwise is refused") }
        } catch {
            outcome.faults.append("another error than the command expects: \(error)")
        }
        return outcome
    }

    private func check(_ bytes: [UInt8], _ overrides: [String]) throws -> Scenario {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try ScenarioChecker.check(path: path, overrides: overrides, registry: corpus.registry)
    }

    /// The scenario with every default written out must have the same keys.
    private func restate(_ scenario: Scenario) -> [String] {
        let node = ResolvedScenario(scenario).node
        var emitter = FuzzEmitter(FuzzRandom(seed: 1, number: 1))
        emitter.noise = 0
        let text = emitter.document(node)
        guard text.utf8.count <= ScenarioFile.byteLimit else { return [] }
        // Without its input files it has no keys.
        guard let keys = try? scenario.keyDigests() else { return [] }
        do {
            let again = try check(Array(text.utf8), []).keyDigests()
            if keys == again { return [] }
            let place = keys.keys.sorted().first { keys[$0] != again[$0] } ?? "another stage"
            return ["the resolved scenario has another key for \(place): \(text.prefix(1500))"]
        } catch let diagnostics as Diagnostics {
            return ["the resolved scenario is refused: \(diagnostics.all[0].message): \(text.prefix(1500))"]
        } catch {
            return ["the resolved scenario: \(error)"]
        }
    }

    private func look(at diagnostics: [Diagnostic], of input: ScenarioInput) -> [String] {
        var faults: [String] = []
        let lines = Lines(input.bytes)
        let sorted = DiagnosticRenderer.sorted(diagnostics)
        var seen: Set<String> = []
        for diagnostic in sorted {
            let message = diagnostic.message.prefix(200)
            if !seen.insert("\(diagnostic.location?.description ?? "") \(diagnostic.message)").inserted {
                faults.append("said twice: \(message)")
            }
            if diagnostic.message.isEmpty || diagnostic.help == "" { faults.append("an empty text: \(diagnostic)") }
            guard let place = diagnostic.location else {
                if !["is UTF-16", "larger than"].contains(where: { message.contains($0) }) {
                    faults.append("no place: \(message)")
                }
                continue
            }
            let width: Int?
            if place.file == path {
                width = lines.width(place.line)
            } else if place.file == ScenarioOverride.sourceName, input.overrides.indices.contains(place.line - 1) {
                width = input.overrides[place.line - 1].unicodeScalars.count
            } else {
                width = nil
            }
            if !(width.map { (1...$0 + 1).contains(place.column) } ?? false) {
                faults.append("the place \(place) is outside: \(message)")
            }
            if faults.count > 20 { break }
        }
        let renderer = DiagnosticRenderer(
            sources: [path: String(decoding: input.bytes, as: UTF8.self)], overrides: input.overrides)
        faults += controls(in: renderer.text(of: diagnostics), called: "rendered text")
        let json = CanonicalJSON.text(renderer.json(of: diagnostics))
        faults += controls(in: json, called: "JSON")
        if (try? JSONValue(parsing: json)) == nil { faults.append("JSON that can't be read: \(json.prefix(300))") }
        return faults
    }

    private func controls(in text: String, called name: String) -> [String] {
        let culprit = text.unicodeScalars.first { scalar in
            scalar != "\n"
                && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                    || (0x202A...0x202E).contains(scalar.value)
                    || (0x2066...0x2069).contains(scalar.value))
        }
        return culprit.map { ["the \(name) holds U+\(String($0.value, radix: 16))"] } ?? []
    }

    /// The widths of a text's lines in characters, as an editor shows it.
    private struct Lines {
        private var widths: [Int] = []

        init(_ bytes: [UInt8]) {
            var scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
            if scalars.first == "\u{FEFF}" { scalars = scalars.dropFirst() }
            var width = 0
            var previous: Unicode.Scalar = " "
            for scalar in scalars {
                if scalar == "\n", previous == "\r" {
                } else if scalar == "\n" || scalar == "\r" {
                    widths.append(width)
                    width = 0
                } else {
                    width += 1
                }
                previous = scalar
            }
            widths.append(width)
        }

        func width(_ number: Int) -> Int? { widths.indices.contains(number - 1) ? widths[number - 1] : nil }
    }
}
