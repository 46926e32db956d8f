/// What to say of a key that does not belong where it stands: where it belongs, or which one was meant.
public struct KeyHome {
    private let registry: Registry
    private let neighbours: [ComponentEntry]

    /// - Parameter neighbours: the components that stand near the key: it is likely to be one of theirs.
    public init(_ registry: Registry, near neighbours: [ComponentEntry] = []) {
        self.registry = registry
        self.neighbours = neighbours
    }

    /// The help for an unknown key, by the first of these that applies: an option of a component nearby; a misspelt
    /// name of this place; a key of another section; the name of a component; an option of any component; what exists.
    ///
    /// - Parameters:
    ///   - names: what is allowed here.
    ///   - noun: what the names are: "option", "key".
    public func help(for key: String, among names: [String], noun: String) -> String {
        if let owner = neighbours.first(where: { Self.has($0, key) }) { return Self.place(key, in: [owner]) }
        if let name = Suggestion.closest(to: key, among: names) { return "did you mean '\(name)'?" }
        if let section = Self.sections[key] { return "'\(key)' \(section)" }
        if let entry = registry.entries(named: key).first { return Self.place(of: entry) }
        for role in ComponentRole.all {
            let owners = registry.all(of: role).filter { Self.has($0, key) }
            if !owners.isEmpty { return Self.place(key, in: owners) }
        }
        return Suggestion.help(for: key, among: names, noun: noun)
    }

    private static func has(_ entry: ComponentEntry, _ key: String) -> Bool { entry.keys.contains { $0.name == key } }

    private static func place(_ key: String, in owners: [ComponentEntry]) -> String {
        let role = owners[0].role
        let names = Suggestion.list(owners.map(\.info.name))
        let subject = owners.count == 1 ? "\(role.name) \(names)" : "the \(role.name)s \(names)"
        let place: String
        switch role {
        case .problem, .generator, .stage: place = "write it under 'with'"
        case .solver, .integrator: place = "write `\(role.name): { \(owners[0].info.name): { \(key): ... } }`"
        case .tuner: place = "write `{ tune: { \(owners[0].info.name): { \(key): ... } } }`"
        default: place = "write it below that name"
        }
        return "'\(key)' is an option of \(subject): \(place)"
    }

    private static func place(of entry: ComponentEntry) -> String {
        let name = entry.info.name
        let subject = "'\(name)' is \(entry.role.phrase)"
        switch entry.role {
        case .problem:
            return "\(subject): write `\(entry.isTransient ? "integrate" : "solve"): \(name)`"
        case .generator: return "\(subject): write `generate: \(name)`"
        case .stage: return "\(subject): write `use: \(name)`"
        case .operator where entry.isTrainable: return "\(subject) with weights: write `train: \(name)`"
        case .solver, .integrator: return "\(subject): write `\(entry.role.name): \(name)`"
        case .tuner: return "\(subject): write `{ tune: \(name) }` in place of a number"
        default: return subject
        }
    }

    /// Keys of a scenario's sections, and where they stand.
    private static let sections: [String: String] = {
        var sections: [String: String] = [:]
        for key in ["name", "description", "seed", "vars", "stages"] {
            sections[key] = "stands at the top of the file, not below another key"
        }
        for key in ["with", "using", "methods", "output", "checkpoint"] {
            sections[key] = "is a key of the stage: write it beside the verb"
        }
        for key in ["solver", "integrator", "fallback"] {
            sections[key] = "belongs to 'using' or to a method: write `using: { \(key): ... }`"
        }
        for key in ["fields", "probes", "compression", "precision"] {
            sections[key] = "belongs to the stage's 'output': write `output: { \(key): ... }`"
        }
        sections["every"] = "belongs to 'output' or 'checkpoint': write `output: { every: ... }`"
        sections["metrics"] = "belongs to a stage with the verb 'compare' or 'evaluate'"
        for key in ["order", "against"] { sections[key] = "belongs to a stage with the verb 'compare'" }
        sections["on"] = "belongs to a stage with the verb 'train' or 'evaluate': write `on: data.train`"
        for key in ["samples", "split"] { sections[key] = "belongs to 'with' of a stage with the verb 'generate'" }
        for key in ["tune", "tuner"] { sections[key] = "stands in place of a number: write `omega: { tune: ... }`" }
        for key in ["generate", "train", "evaluate", "solve", "integrate", "use", "compare"] {
            sections[key] = "is a verb: it stands in a stage, with what it works on"
        }
        return sections
    }()
}
