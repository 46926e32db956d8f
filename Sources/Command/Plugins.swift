import Ansatz
import ArgumentParser
import Engine

struct Plugins: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists plugins and what they bring.",
        discussion: """
            A plugin that could not be loaded stands with the reason and what to do; the others work.

            Example: ansatz plugins --plugin-path ~/my-plugins
            """)

    @OptionGroup var plugins: PluginArguments

    @Flag(help: "Prints JSON.")
    var json = false

    func run() throws {
        let loader = plugins.load()
        if json {
            print(CanonicalJSON.pretty(["plugins": .array(loader.reports.map(\.json))]), terminator: "")
            return
        }
        guard !loader.reports.isEmpty else {
            print("There are no plugins: none beside the command, in ANSATZ_PLUGIN_PATH, or named with --plugin-path.")
            return
        }
        print(Self.table(loader.reports).text(width: Terminal.width))
        for report in loader.reports {
            guard let failure = report.failure else { continue }
            print("\(failure.message)\n  = help: \(failure.help)\n")
        }
        print(Self.components(loader.registry).text(width: Terminal.width), terminator: "")
    }

    private static func table(_ reports: [PluginLoader.Report]) -> TextTable {
        TextTable(
            [
                TableColumn("plugin"), TableColumn("version"), TableColumn("state"), .number("components"),
                TableColumn("file"),
            ],
            rows: reports.map { report in
                let identity = report.identity
                return switch report.outcome {
                case .loaded(let entries):
                    [
                        .text(identity.name), .text(identity.version), .verdict(.ok, "loaded"), .integer(entries.count),
                        .text(identity.path),
                    ]
                case .refused:
                    [
                        .text(identity.name), identity.version.isEmpty ? .missing : .text(identity.version),
                        .verdict(.failed, "refused"), .missing, .text(identity.path),
                    ]
                }
            })
    }

    /// All components by role, with a line on each.
    static func components(_ registry: Registry) -> TextTable {
        TextTable(
            [TableColumn("role"), TableColumn("name"), TableColumn("summary"), TableColumn("plugin")],
            rows: ComponentRole.all.flatMap { role in
                registry.all(of: role).enumerated().map { index, entry in
                    [
                        .text(index == 0 ? role.name : ""), .text(entry.info.name), .text(entry.info.summary),
                        .text(entry.plugin.name),
                    ]
                }
            })
    }
}

extension PluginLoader.Report {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(identity.name), "version": .string(identity.version), "file": .string(identity.path),
        ]
        switch outcome {
        case .loaded(let entries):
            members["state"] = "loaded"
            members["components"] = .array(
                entries.map { ["role": .string($0.role.name), "name": .string($0.info.name)] })
        case .refused(let refusal):
            members["state"] = "refused"
            members["reason"] = .string(refusal.description)
            members["help"] = .string(
                refusal.help(for: identity.path, isBesideExecutable: isBesideExecutable))
        }
        return .object(members)
    }
}
