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

    /// What `resolved.json` says of the components that take part: for reports that are made without their plugins.
    static func components(of scenario: Scenario) -> JSONValue {
        var components: [String: JSONValue] = [:]
        func add(_ component: ConfiguredComponent) {
            let entry = component.entry
            let defaults = entry.keys.compactMap { key in key.defaultValue.map { (key.name, $0) } }
            components["\(entry.role.name) \(entry.info.name)"] = [
                "role": .string(entry.role.name), "name": .string(entry.info.name),
                "summary": .string(entry.info.summary),
                "references": .array(entry.info.references.map { .string($0) }),
                "plugin": .string("\(entry.plugin.name) \(entry.plugin.version)"),
                "defaults": .object(Dictionary(defaults) { first, _ in first }),
            ]
            component.nestedComponents.forEach(add)
        }
        for method in scenario.stages.flatMap(\.methods) {
            [method.subject, method.method, method.fallback].compactMap { $0 }.forEach(add)
        }
        return .object(components)
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
        let references = references
        if !references.isEmpty { sections.append(ReportSection("References", [.references(references)])) }
        return sections
    }

    private func reproduction(_ directory: RunDirectory) -> [ReportBlock] {
        let file = resolved["scenario"]?.string ?? directory.scenario
        let overrides = (resolved["overrides"]?.array ?? []).compactMap(\.string)
        let command =
            (["ansatz run", Self.quoted(file)] + overrides.map { "--set \(Self.quoted($0))" }
            + ["--output", Self.quoted(directory.path)]).joined(separator: " ")
        var blocks: [ReportBlock] = [
            .code("\(command)\nansatz report \(Self.quoted(directory.path))"),
            .paragraph(
                "The first command runs the scenario, or reuses what is there and unchanged; the second rebuilds this "
                    + "page from the run's files. With the same build and kind of processor, results have the same "
                    + "bits, whatever the number of threads."),
        ]
        if let scenario { blocks += [.details("The scenario as it was run", [.code(scenario)])] }
        return blocks
    }

    /// A word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_./=:,+@%"))
        if !word.isEmpty, word.unicodeScalars.allSatisfy(plain.contains) { return word }
        return "'" + word.replacing("'", with: "'\\''") + "'"
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
    private var references: [ReportReference] {
        var users: [String: [String]] = [:]
        for (_, component) in (resolved["components"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            for reference in (component["references"]?.array ?? []).compactMap(\.string) {
                users[reference, default: []].append(component["name"]?.string ?? "")
            }
        }
        return users.sorted { $0.key < $1.key }.map { text, names in
            ReportReference("\(text) (\(names.joined(separator: ", ")))", address: Self.address(in: text))
        }
    }

    /// The page of an arXiv number or a DOI in a reference.
    private static func address(in reference: String) -> String? {
        for (mark, page) in [("arXiv:", "https://arxiv.org/abs/"), ("doi:", "https://doi.org/")] {
            guard let range = reference.range(of: mark, options: .caseInsensitive) else { continue }
            let number = reference[range.upperBound...].prefix { !$0.isWhitespace && !",;)".contains($0) }
            if !number.isEmpty { return page + number }
        }
        return nil
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
