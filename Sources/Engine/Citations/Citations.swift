public import Ansatz
import Foundation

/// The publications that a run or a scenario rests on, each once, with the components that name it.
public struct Citations: Sendable {
    public struct Citation: Sendable {
        public var reference: Reference
        /// Names of components, in alphabetical order.
        public var users: [String]
    }

    /// Ansatz itself first, then by the references' text.
    public let all: [Citation]

    /// What a scenario would use, fallbacks included.
    public init(of scenario: Scenario) {
        self.init(components: ComponentRecord.json(of: scenario), usedFallbacks: nil, version: AnsatzVersion.current)
    }

    /// What a run used: components that stand under `fallback` count only where a fallback made a result.
    ///
    /// - Throws: ``RunFailure`` where the folder holds no run.
    public init(of directory: RunDirectory) throws {
        guard let data = FileManager.default.contents(atPath: directory.resolved) else {
            throw RunFailure(
                "'\(directory.path)' is no run directory: it has no resolved.json",
                help: "name the folder that `ansatz run` wrote, such as runs/heat-sor-bandit, or a scenario file")
        }
        guard let resolved = try? JSONValue(parsing: data), let components = resolved["components"] else {
            throw RunFailure("'\(directory.resolved)' is damaged", help: "run the scenario again")
        }
        // Of a run without a summary nothing is known, so its fallbacks count.
        let fallbacks = (try? RunSummary(of: directory)).map { summary in
            Set(
                summary.stages.flatMap { stage in
                    stage.methods.filter(\.usesFallback).map { StageReference.path(stage: stage.name, method: $0.name) }
                })
        }
        self.init(
            components: components, usedFallbacks: fallbacks,
            version: resolved["ansatz"]?.string ?? AnsatzVersion.current)
    }

    /// - Parameter usedFallbacks: `stage` or `stage.method` of the results that a fallback made; `nil` for any.
    init(components: JSONValue, usedFallbacks: Set<String>?, version: String) {
        var users: [Reference: Set<String>] = [:]
        for component in (components.object ?? [:]).values where Self.isUsed(component, usedFallbacks) {
            for reference in (component["references"]?.array ?? []).compactMap(Reference.init(json:)) {
                users[reference, default: []].insert(component["name"]?.string ?? "")
            }
        }
        let cited = users.map { Citation(reference: $0.key, users: $0.value.sorted()) }
            .sorted { $0.reference.description < $1.reference.description }
        all = [Citation(reference: AnsatzVersion.reference(to: version), users: [])] + cited
    }

    private static func isUsed(_ component: JSONValue, _ usedFallbacks: Set<String>?) -> Bool {
        guard let usedFallbacks, component["places"] == nil else { return true }
        // Runs of older versions don't say where a component stands.
        guard let places = component["fallback_places"]?.array?.compactMap(\.string) else { return true }
        return !usedFallbacks.isDisjoint(with: places)
    }
}

extension Citations {
    /// A line each, with the components that name it.
    public var text: String {
        all.map { citation in
            "\(citation.reference)"
                + (citation.users.isEmpty ? "" : " (\(citation.users.joined(separator: ", ")))") + "\n"
        }.joined()
    }

    /// A BibTeX file. Entries that would have the same label get a letter.
    public var bibTeX: String {
        var taken: Set<String> = []
        return all.map { citation in
            let label = citation.reference.bibTeXKey
            let letters = "abcdefghijklmnopqrstuvwxyz".map { label + String($0) }
            let key = ([label] + letters).first { !taken.contains($0) } ?? "\(label)\(taken.count)"
            taken.insert(key)
            let users = citation.users.isEmpty ? "" : "% \(citation.users.joined(separator: ", "))\n"
            return users + citation.reference.bibTeX(key: key) + "\n"
        }.joined(separator: "\n")
    }
}

extension AnsatzVersion {
    /// The year of the current version.
    static let year = 2026

    static func reference(to version: String) -> Reference {
        Reference(
            .software, ["{The Ansatz contributors}"],
            "Ansatz: scientific simulation with classical and learned methods under one contract",
            year: version == current ? year : nil, version: version)
    }
}
