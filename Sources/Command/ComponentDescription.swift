import Ansatz
import Engine
import Foundation

/// What `describe` prints of a component.
struct ComponentDescription {
    private let entry: ComponentEntry
    private let registry: Registry

    init(_ entry: ComponentEntry, registry: Registry) {
        self.entry = entry
        self.registry = registry
    }

    func print() {
        Swift.print("\(entry.info.name): \(entry.role.name)\n\(entry.info.summary)\n")
        Swift.print(facts)
        if entry.keys.isEmpty {
            Swift.print("It has no options.")
        } else {
            Swift.print(options.text(width: Terminal.width), terminator: "")
        }
        if !entry.info.references.isEmpty {
            Swift.print("\nReferences")
            for reference in entry.info.references { Swift.print("  \(reference)") }
        }
        if let snippet = ScenarioSnippet(registry).text(for: entry) {
            Swift.print("\nA scenario that uses it")
            for line in snippet.split(separator: "\n") { Swift.print("  \(line)") }
        }
    }

    private var facts: String {
        var lines = [("plugin", "\(entry.plugin.name) \(entry.plugin.version)")]
        if let takes = entry.takes { lines.append(("takes", takes.description)) }
        if !entry.offers.isEmpty {
            lines.append(("offers", entry.offers.map(\.description).joined(separator: ", ")))
        }
        let fitting = ComponentFit(registry).partners(of: entry).map(\.info.name)
        if entry.takes != nil || !entry.offers.isEmpty {
            lines.append(("fits", fitting.isEmpty ? "nothing that is installed" : fitting.joined(separator: ", ")))
        }
        return lines.map { name, text in name.padding(toLength: 8, withPad: " ", startingAt: 0) + text + "\n" }.joined()
    }

    private var options: TextTable {
        TextTable(
            [
                TableColumn("option"), TableColumn("type"), TableColumn("default"), TableColumn("allowed"),
                TableColumn("help"),
            ],
            rows: entry.keys.map { key in
                let text = OptionText(key)
                return [
                    .text(key.name), .text(text.type), .text(text.standard),
                    key.range.map { .text($0.description) } ?? "",
                    .text(key.help + (text.marks.isEmpty ? "" : " [\(text.marks.joined(separator: ", "))]")),
                ]
            })
    }
}
