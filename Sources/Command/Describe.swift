import Ansatz
import ArgumentParser
import Engine

struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explains a component: its options, what it fits, and a scenario that uses it.",
        discussion: """
            Without a name, lists all components. Verbs of stages (generate, solve, integrate, compare) have a \
            description too. A name that does not exist ends with exit code 64.

            Examples:
              ansatz describe ssor_cg
              ansatz describe poisson --role generator
              ansatz describe ssor_cg --json
              ansatz describe --reference docs/reference
            """)

    @Argument(help: "A component or a verb.", completion: .custom { _, _, _ in Describe.knownNames() })
    var name: String?

    @Option(help: "The role, where several have the name: problem, solver, integrator, tuner or generator.")
    var role: String?

    @Flag(help: "Prints JSON.")
    var json = false

    @Option(help: "Writes the reference of everything that is installed into this folder, in Markdown.")
    var reference: String?

    @OptionGroup var plugins: PluginArguments

    func validate() throws {
        if reference != nil, name != nil || json || role != nil {
            throw ValidationError("--reference describes everything; it takes no name, --json or --role")
        }
        let names = ComponentRole.all.map(\.name)
        if let role, !names.contains(role) {
            throw ValidationError(
                "there is no role '\(role)'; \(Suggestion.help(for: role, among: names, noun: "role"))")
        }
    }

    func run() throws {
        let loader = plugins.load()
        let registry = loader.registry
        if let reference { return try ReferenceFolder(path: reference).write(registry) }
        if json { return try printJSON(registry) }
        guard let name else {
            print(Plugins.components(registry).text(width: Terminal.width))
            print(
                "`ansatz describe NAME` tells more. Verbs: "
                    + StageVerb.allCases.map(\.rawValue).joined(separator: ", "))
            return
        }
        let entries = registry.entries(named: name).filter { $0.role.name == role ?? $0.role.name }
        if entries.isEmpty {
            if role == nil, let verb = StageVerb(rawValue: name) { return VerbDescription(verb).print() }
            try refuse(name, registry)
        }
        for (index, entry) in entries.enumerated() {
            if index > 0 { print() }
            ComponentDescription(entry, registry: registry).print()
        }
    }

    /// `{ "components": [...], "verbs": [...] }`: all of them, or those with the name.
    private func printJSON(_ registry: Registry) throws {
        let roles = ComponentRole.all.filter { $0.name == role ?? $0.name }
        let entries = roles.flatMap { registry.all(of: $0) }.filter { $0.info.name == name ?? $0.info.name }
        let verbs = role == nil ? StageVerb.allCases.filter { $0.rawValue == name ?? $0.rawValue } : []
        if let name, entries.isEmpty, verbs.isEmpty { try refuse(name, registry) }
        let value: JSONValue = [
            "components": .array(entries.map { $0.json(in: registry) }), "verbs": .array(verbs.map(\.json)),
        ]
        print(CanonicalJSON.pretty(value), terminator: "")
    }

    /// For shells that complete the name.
    private static func knownNames() -> [String] {
        let registry = PluginLoader(search: .standard(paths: [])).registry
        return Set(ComponentRole.all.flatMap { registry.names(of: $0) } + StageVerb.allCases.map(\.rawValue)).sorted()
    }

    private func refuse(_ name: String, _ registry: Registry) throws -> Never {
        let roles = ComponentRole.all.filter { $0.name == role ?? $0.name }
        var known: [String] = []
        for other in roles.flatMap({ registry.names(of: $0) }) + (role == nil ? StageVerb.allCases.map(\.rawValue) : [])
        where !known.contains(other) {
            known.append(other)
        }
        var help = Suggestion.help(for: name, among: known, noun: role ?? "name")
        if !registry.unavailablePlugins.isEmpty {
            help += " (not loaded: \(registry.unavailablePlugins.joined(separator: ", ")); see `ansatz plugins`)"
        }
        Terminal.failure("there is no \(role ?? "component or verb") '\(name)'", help: help)
        throw ExitCode(64)
    }
}
