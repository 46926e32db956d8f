import Ansatz

/// The page of the scenario format: the file's keys, and each verb.
struct VerbPage {
    static let path = "verbs.md"

    let registry: Registry

    var text: String {
        MarkdownText.page(
            [
                "# Scenarios: keys and verbs",
                "[Scenarios](../scenarios.md) explains the format; this page lists its keys. Keys below others are "
                    + "written with dots.",
                "## The file", table(ScenarioFormat.keys),
            ] + StageVerb.allCases.flatMap(blocks))
    }

    private func blocks(_ verb: StageVerb) -> [String] {
        let nouns = (verb.nounRole.map { registry.all(of: $0) } ?? []).filter(verb.takes).map { entry in
            "[`\(entry.info.name)`](\(ComponentPage.path(of: entry)))"
        }
        let metrics = MarkdownText.table(
            ["Metric", "Means"], verb.metrics.map { [MarkdownText.code($0.name), MarkdownText.escaped($0.meaning)] })
        return [
            "## \(verb.rawValue)", verb.summary.prefix(1).uppercased() + verb.summary.dropFirst() + ".",
            nouns.isEmpty ? "" : "Installed: \(nouns.joined(separator: ", ")).", table(verb.keys), metrics,
            MarkdownText.fence(verb.example, "yaml"),
        ]
    }

    private func table(_ keys: [FormatKey]) -> String {
        MarkdownText.table(["Key", "Required", "Default", "Means"], keys.flatMap { rows($0, below: "") })
    }

    private func rows(_ key: FormatKey, below path: String) -> [[String]] {
        let own = [
            MarkdownText.code(path + key.name), key.isRequired ? "yes" : "",
            key.standard.map(MarkdownText.escaped) ?? "",
            MarkdownText.escaped(key.help),
        ]
        let name =
            switch key.content {
            case .named: "\(path)\(key.name).<name>."
            case .paths: "\(path)\(key.name).<path>."
            default: "\(path)\(key.name)."
            }
        return [own] + key.keys.flatMap { rows($0, below: name) }
    }
}
