import Ansatz

/// The components under test, with everything that their options may name.
struct Catalogue: Sendable {
    let subjects: [Subject]
    private let entries: [ComponentEntry]

    init(_ source: ComponentSource, companions: [ComponentSource], good: [GoodValues]) throws {
        let own = try source.entries()
        var registry = Registry()
        for entry in try own + companions.flatMap({ try $0.entries() }) + ModelComponents.plugin.entries(from: "") {
            try registry.add(entry)
        }
        entries = own
        subjects = own.flatMap { entry -> [Subject] in
            let declared = good.filter { $0.role == entry.role && $0.name == entry.info.name }
            let values = declared.isEmpty ? [GoodValues(entry.role, entry.info.name)] : declared
            return values.enumerated().map { index, own in
                let number = index > 0 ? " #\(index + 1)" : ""
                return Subject(entry: entry, values: own, registry: registry, suffix: number)
            }
        }
    }

    /// Throws where good values are declared for a component that does not exist, or where there are no components.
    func checkDeclarations(_ good: [GoodValues]) throws {
        guard !entries.isEmpty else { throw ContractViolation("it brings no components") }
        for values in good
        where !entries.contains(where: { $0.role == values.role && $0.info.name == values.name }) {
            let names = entries.filter { $0.role == values.role }.map(\.info.name)
            throw ContractViolation(
                "good values are declared for the \(values.role.name) '\(values.name)', which it does not bring",
                help: Suggestion.help(for: values.name, among: names, noun: values.role.name))
        }
    }
}
