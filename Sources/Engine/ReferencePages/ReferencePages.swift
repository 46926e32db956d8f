public import Ansatz

/// The reference in Markdown: a page for each component, the scenario's keys and verbs, and an index.
///
/// Everything comes from the declarations that scenarios are checked with. The same registry gives the same bytes.
public struct ReferencePages {
    /// A page that the index names and somebody else writes.
    public struct Page {
        /// Below the folder of the reference.
        public var path: String
        public var title: String
        public var text: String

        public init(path: String, title: String, text: String) {
            self.path = path
            self.title = title
            self.text = text
        }
    }

    /// The index first.
    public let all: [Page]

    /// - Parameters:
    ///   - others: further pages for the index.
    ///   - command: what writes these pages again.
    public init(_ registry: Registry, others: [Page], command: String) {
        let entries = ComponentRole.all.flatMap { registry.all(of: $0) }
        let components = entries.map { entry in
            Page(
                path: ComponentPage.path(of: entry), title: entry.info.name,
                text: ComponentPage(entry: entry, registry: registry).text)
        }
        let verbs = Page(
            path: VerbPage.path, title: "Keys and verbs of scenarios", text: VerbPage(registry: registry).text)
        let index = Page(
            path: "README.md", title: "Reference",
            text: MarkdownText.page(
                [
                    "# Reference",
                    "Written by `\(command)` from the declarations in the code, which also check scenarios. Don't edit "
                        + "these pages: change the declaration and write them again.",
                    ([verbs] + others).map { "- [\($0.title)](\($0.path))" }.joined(separator: "\n"),
                    "## Components",
                ] + ComponentRole.all.map { Self.table(of: $0, registry) }))
        all = [index, verbs] + others + components
    }

    private static func table(of role: ComponentRole, _ registry: Registry) -> String {
        let rows = registry.all(of: role).map { entry in
            [
                "[`\(entry.info.name)`](\(ComponentPage.path(of: entry)))", MarkdownText.escaped(entry.info.summary),
                entry.plugin.name,
            ]
        }
        return MarkdownText.table([role.name.prefix(1).uppercased() + role.name.dropFirst(), "Is", "Plugin"], rows)
    }
}
