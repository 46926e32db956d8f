import Ansatz

/// The page of one component.
struct ComponentPage {
    let entry: ComponentEntry
    let registry: Registry

    static func path(of entry: ComponentEntry) -> String { "\(entry.role.name)s/\(entry.info.name).md" }

    var text: String {
        MarkdownText.page([
            "# \(MarkdownText.code(entry.info.name)): \(entry.role.name)",
            MarkdownText.escaped(entry.info.summary) + ".",
            MarkdownText.table(["", ""], facts), "## Options", options, references, example,
        ])
    }

    private var facts: [[String]] {
        var rows = [["Plugin", "\(entry.plugin.name) \(entry.plugin.version)"]]
        if let takes = entry.takes { rows.append(["Takes", takes.description]) }
        if !entry.offers.isEmpty { rows.append(["Offers", entry.offers.map(\.description).joined(separator: ", ")]) }
        if entry.takes != nil || !entry.offers.isEmpty {
            let links = ComponentFit(registry).partners(of: entry).map {
                "[`\($0.info.name)`](../\(Self.path(of: $0)))"
            }
            rows.append(["Fits", links.isEmpty ? "nothing that is installed" : links.joined(separator: ", ")])
        }
        let verbs = StageVerb.allCases.filter { $0.takes(entry) }
        if !verbs.isEmpty {
            rows.append([
                "Verb", verbs.map { "[`\($0.rawValue)`](../verbs.md#\($0.rawValue))" }.joined(separator: ", "),
            ])
        }
        if let standard = ComponentFit(registry).standard(entry) {
            let fields = (try? ResourceEstimate.fieldNames(of: standard)) ?? []
            if !fields.isEmpty { rows.append(["Fields", fields.map(MarkdownText.code).joined(separator: ", ")]) }
            let metrics = (try? standard.make() as? any Problem)?.metricNames ?? []
            if !metrics.isEmpty { rows.append(["Metrics", metrics.map(MarkdownText.code).joined(separator: ", ")]) }
        }
        return rows
    }

    private var options: String {
        if entry.keys.isEmpty { return "It has none." }
        return MarkdownText.table(
            ["Option", "Type", "Unit", "Allowed", "Default", "Means"],
            entry.keys.map { key in
                let text = OptionText(key)
                let marks = text.marks.isEmpty ? "" : " (\(text.marks.joined(separator: ", ")))"
                let standard = text.standard
                return [
                    MarkdownText.code(key.name), MarkdownText.escaped(key.type.description), key.unit ?? "",
                    key.range?.description ?? "",
                    key.isRequired || standard == "none" ? standard : MarkdownText.code(standard),
                    MarkdownText.escaped(key.help) + marks,
                ]
            })
    }

    private var references: String {
        if entry.info.references.isEmpty { return "" }
        let lines = entry.info.references.map { reference in
            let text = MarkdownText.escaped(reference.description)
            return "- " + (reference.address.map { "[\(text)](\($0))" } ?? text)
        }
        return "## References\n\n" + lines.joined(separator: "\n")
    }

    private var example: String {
        ScenarioSnippet(registry).text(for: entry).map { "## Example\n\n" + MarkdownText.fence($0, "yaml") } ?? ""
    }
}
