public import Ansatz

/// Which components of a registry work together.
public struct ComponentFit {
    private let registry: Registry

    public init(_ registry: Registry) { self.registry = registry }

    /// Problems for a method, methods for a problem.
    public func partners(of entry: ComponentEntry) -> [ComponentEntry] {
        if let takes = entry.takes {
            return registry.all(of: .problem).filter { $0.offers.contains { $0.serves(as: takes) } }
        }
        return [ComponentRole.integrator, .solver].flatMap { registry.all(of: $0) }.filter { method in
            method.takes.map { takes in entry.offers.contains { $0.serves(as: takes) } } ?? false
        }
    }

    /// The component with its defaults; `nil` where it needs options.
    func standard(_ entry: ComponentEntry) -> ConfiguredComponent? {
        let decoder = OptionDecoder(registry: registry, baseDirectory: ".")
        let component = ConfiguredComponent.decode(
            entry.info.name, options: nil, at: nil, as: entry.role, with: decoder)
        return decoder.diagnostics.isEmpty ? component : nil
    }
}
