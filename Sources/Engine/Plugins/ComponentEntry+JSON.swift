public import Ansatz

extension ComponentEntry {
    /// All that is known of the component, for programs.
    public func json(in registry: Registry) -> JSONValue {
        var members: [String: JSONValue] = [
            "role": .string(role.name), "name": .string(info.name), "summary": .string(info.summary),
            "plugin": ["name": .string(plugin.name), "version": .string(plugin.version)],
            "options": .array(keys.map(\.json)), "references": .array(info.references.map(\.json)),
        ]
        if let takes { members["takes"] = .string(takes.description) }
        if !offers.isEmpty { members["offers"] = .array(offers.map { .string($0.description) }) }
        if takes != nil || !offers.isEmpty {
            let partners = ComponentFit(registry).partners(of: self)
            members["fits"] = .array(
                partners.map { ["role": .string($0.role.name), "name": .string($0.info.name)] })
        }
        if let scenario = ScenarioSnippet(registry).text(for: self) { members["example"] = .string(scenario) }
        return .object(members)
    }
}

extension KeyDescription {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "type": .string(type.description), "help": .string(help),
            "required": .bool(isRequired), "tunable": .bool(isTunable), "extendable": .bool(isExtendable),
        ]
        if let unit { members["unit"] = .string(unit) }
        if let defaultValue { members["default"] = defaultValue }
        if let range {
            var limits: [String: JSONValue] = ["text": .string(range.description)]
            if let lower = range.lower {
                limits["lower"] = .number(lower)
                limits["includes_lower"] = .bool(range.includesLower)
            }
            if let upper = range.upper {
                limits["upper"] = .number(upper)
                limits["includes_upper"] = .bool(range.includesUpper)
            }
            members["range"] = .object(limits)
        }
        return .object(members)
    }
}

extension StageVerb {
    /// All that is known of the verb, for programs.
    public var json: JSONValue {
        [
            "name": .string(rawValue), "summary": .string(summary), "example": .string(example),
            "keys": .array(keys.map(\.json)),
            "metrics": .array(metrics.map { ["name": .string($0.name), "meaning": .string($0.meaning)] }),
        ]
    }
}

extension FormatKey {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "help": .string(help), "required": .bool(isRequired),
        ]
        if let standard { members["default"] = .string(standard) }
        if !keys.isEmpty { members["keys"] = .array(keys.map(\.json)) }
        return .object(members)
    }
}
