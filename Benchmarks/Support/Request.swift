public import Ansatz

/// What a program is asked to do, with the components that it may use.
public struct Request {
    private let values: JSONValue
    private let registry: Registry

    public init(_ values: JSONValue, _ registry: Registry) {
        self.values = values
        self.registry = registry
    }

    /// The value under a key, where there is one.
    public subscript(key: String) -> JSONValue? { values[key] }

    public func integer(_ key: String, default standard: Int) -> Int {
        self[key]?.double.flatMap { Int(exactly: $0) } ?? standard
    }

    /// How many threads; one where nothing is said.
    public var threads: Threads { Threads(integer("threads", default: 1)) }

    /// How often to measure; five times where nothing is said.
    public var repeats: Int { integer("repeats", default: 5) }

    /// The component that stands under a key, as a scenario would have it: a name, or one with options.
    public func component(_ key: String, as role: ComponentRole) throws -> ConfiguredComponent {
        guard let value = self[key] else { throw Failure("the request names no \(key)") }
        return try component(value, as: role)
    }

    /// The component that a value names.
    public func component(_ value: JSONValue, as role: ComponentRole) throws -> ConfiguredComponent {
        let decoder = OptionDecoder(registry: registry, baseDirectory: ".")
        let chosen = ConfiguredComponent.decode(Setting(value), as: role, with: decoder)
        guard decoder.diagnostics.isEmpty, let chosen else {
            throw Failure(decoder.diagnostics.map(\.message).joined(separator: "\n"))
        }
        return chosen
    }

    /// A new solver, not prepared, of what stands under `solver`.
    public func solver() throws -> any Solver {
        let chosen = try component("solver", as: .solver)
        guard let solver = try chosen.make() as? any Solver else {
            throw Failure("\(chosen.entry.info.name) is no solver")
        }
        return solver
    }
}
