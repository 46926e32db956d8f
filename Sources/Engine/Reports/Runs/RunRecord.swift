import Ansatz
import Foundation

/// What a run directory keeps of how a run was made: scenario, resolved options, environment, references.
///
/// A part that is missing or damaged is left out of the report.
struct RunRecord {
    private let resolved: JSONValue
    private let scenario: String?

    init(_ directory: RunDirectory) {
        resolved =
            FileManager.default.contents(atPath: directory.resolved).flatMap { try? JSONValue(parsing: $0) } ?? [:]
        scenario = FileManager.default.contents(atPath: directory.scenario).map { String(decoding: $0, as: UTF8.self) }
    }

    var version: String { resolved["ansatz"]?.string ?? AnsatzVersion.current }

    func subtitle(_ summary: RunSummary) -> String {
        [
            summary.started.map { "Started \($0.replacing("T", with: " ").replacing("Z", with: " UTC"))" },
            resolved["host"]?.string.map { "on \($0)" }, "Ansatz \(version)",
            resolved["seed"]?.string.map { "seed \($0)" },
        ].compactMap { $0 }.joined(separator: " · ").replacing(" · on ", with: " on ")
    }

    func sections(_ summary: RunSummary, directory: RunDirectory) -> [ReportSection] {
        var sections = [ReportSection("How to reproduce", reproduction(directory))]
        let options = options
        if !options.isEmpty { sections.append(ReportSection("Options", options)) }
        sections.append(ReportSection("Environment", [.keyValues(environment)]))
        let references = references(directory)
        if !references.isEmpty {
            let command = "ansatz cite \(ShellWord.quoted(directory.path)) --format bibtex"
            sections.append(ReportSection("References", [.references(references), .code(command)]))
        }
        return sections
    }

    private func reproduction(_ directory: RunDirectory) -> [ReportBlock] {
        let file = resolved["scenario"]?.string ?? directory.scenario
        let overrides = (resolved["overrides"]?.array ?? []).compactMap(\.string)
        let command =
            (["ansatz run", ShellWord.quoted(file)] + overrides.map { "--set \(ShellWord.quoted($0))" }
            + ["--output", ShellWord.quoted(directory.path)]).joined(separator: " ")
        var blocks: [ReportBlock] = [
            .code("\(command)\nansatz report \(ShellWord.quoted(directory.path))"),
            .paragraph(
                "The first command runs the scenario, or reuses what is there and unchanged; the second rebuilds this "
                    + "page from the run's files. With the same build and kind of processor, results have the same "
                    + "bits, whatever the number of threads."),
        ]
        if let scenario { blocks += [.details("The scenario as it was run", [.code(scenario)])] }
        return blocks
    }

    private var environment: [ReportKeyValue] {
        let build = resolved["core"]?.string
        let plugins = Set((resolved["components"]?.object ?? [:]).values.compactMap { $0["plugin"]?.string }).sorted()
        let pairs: [(String, String?)] = [
            ("Ansatz", version), ("Core", build), ("Plugins", plugins.isEmpty ? nil : plugins.joined(separator: ", ")),
            ("Processor", resolved["cpu"]?.string),
            ("Threads", resolved["threads"]?.double.map { NumberFormat.integer.string($0) }),
            ("Host", resolved["host"]?.string), ("System", resolved["system"]?.string),
        ]
        return pairs.compactMap { key, value in value.map { ReportKeyValue(key, $0) } }
    }

    /// Each publication once, with the components that rest on it.
    private func references(_ directory: RunDirectory) -> [ReportReference] {
        ((try? Citations(of: directory))?.all ?? []).map { citation in
            let users = citation.users.isEmpty ? "" : " (\(citation.users.joined(separator: ", ")))"
            return ReportReference("\(citation.reference)\(users)", address: citation.reference.address)
        }
    }
}

extension RunRecord {
    /// The resolved options of each method; those that have their default's value are marked.
    fileprivate var options: [ReportBlock] {
        let stages = (resolved["stages"]?.object ?? [:]).sorted { $0.key < $1.key }
        let blocks = stages.flatMap { stage, methods in
            (methods.object ?? [:]).sorted { $0.key < $1.key }.map { method, parts in
                ReportBlock.details(
                    method == stage ? stage : "\(stage).\(method)", [.keyValues(pairs(of: parts))])
            }
        }
        return blocks.isEmpty ? [] : [.paragraph("Values that equal the default are paler.")] + blocks
    }

    private func pairs(of parts: JSONValue) -> [ReportKeyValue] {
        let subject = parts["noun"]?.string ?? ""
        var pairs = [ReportKeyValue(parts["verb"]?.string ?? "verb", subject)]
        pairs += flat(parts["with"] ?? [:], "with", of: subject)
        for role in ["integrator", "solver", "fallback"] {
            if let part = parts[role] { pairs += flat(part, role, of: nil) }
        }
        for key in ["samples", "split", "output", "inputs"] {
            if let part = parts[key] { pairs += flat(part, key, of: nil) }
        }
        return pairs
    }

    /// The leaves below a value, each under its path. `component` is whose options the value's members are.
    private func flat(_ value: JSONValue, _ path: String, of component: String?) -> [ReportKeyValue] {
        guard case .object(let members) = value, !members.isEmpty else {
            return [ReportKeyValue(path, Self.shown(value))]
        }
        let defaults = component.flatMap { name in known.first { $0["name"]?.string == name }?["defaults"] }
        return members.sorted { $0.key < $1.key }.flatMap { key, member -> [ReportKeyValue] in
            if let standard = defaults?[key], Self.equal(standard, member) {
                return [ReportKeyValue("\(path).\(key)", Self.shown(member), isDefault: true)]
            }
            let isComponent = known.contains { $0["name"]?.string == key }
            if case .object(let options) = member, options.isEmpty, isComponent {
                return [ReportKeyValue(path, key)]
            }
            return flat(member, "\(path).\(key)", of: isComponent ? key : nil)
        }
    }

    private var known: [JSONValue] { (resolved["components"]?.object ?? [:]).sorted { $0.key < $1.key }.map(\.value) }

    /// Equal as values: numbers are read back without the difference between `1` and `1.0`.
    private static func equal(_ a: JSONValue, _ b: JSONValue) -> Bool {
        if let a = a.double, let b = b.double { return a == b }
        if let a = a.array, let b = b.array { return a.count == b.count && zip(a, b).allSatisfy(equal) }
        return a == b
    }

    private static func shown(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .null: "none"
        default: CanonicalJSON.text(value).replacing(",", with: ", ")
        }
    }
}
