/// A component that a scenario chose: its entry, its options and the options that a tuner chooses.
///
/// `Contract` is the existential type of its role, such as `any Solver`. In a scenario: a name, or
/// `{ name: { options } }`.
public struct ComponentChoice<Contract>: OptionValue {
    private let chosen: ConfiguredComponent?
    /// As a scenario would say it, until a decoder has found it in its registry.
    private var standard: JSONValue?

    public init(_ chosen: ConfiguredComponent?) { self.chosen = chosen }

    /// The default choice of an option, by what a scenario would say: a name, or `[name: [option: value]]`.
    ///
    /// It is looked up where the options are decoded and the scenario says nothing, so that a plugin may prefer another
    /// plugin's component without linking it. Until then nothing is chosen.
    public static func standard(_ choice: JSONValue) -> ComponentChoice {
        var unfinished = ComponentChoice(nil)
        unfinished.standard = choice
        return unfinished
    }

    /// Stands in for a required option before it is decoded.
    public static var unset: ComponentChoice { ComponentChoice(nil) }

    public var name: String { chosen?.entry.info.name ?? "" }

    /// The choice without its contract; `nil` where it is unset.
    public var configured: ConfiguredComponent? { chosen }

    public static var optionType: OptionType {
        .component(ComponentRole.of(Contract.self) ?? .solver)
    }

    public static func decode(_ setting: Setting, with decoder: OptionDecoder) -> ComponentChoice? {
        guard let role = ComponentRole.of(Contract.self) else { return nil }
        return ConfiguredComponent.decode(setting, as: role, with: decoder).map { ComponentChoice($0) }
    }

    public var resolved: JSONValue { chosen?.resolved ?? standard ?? .null }

    /// An instance with its options, without bound tuners; ``RunContext/bind(_:)-solver`` is what a step loop wants.
    public func makeUnbound() throws -> Contract {
        guard let chosen, let component = try chosen.make() as? Contract else {
            throw ComputationError.unsuitable(
                "no \(ComponentRole.of(Contract.self)?.name ?? "component") was chosen", help: nil)
        }
        return component
    }
}

extension ComponentChoice where Contract == any Solver {
    /// The choice of a solver by value, without a scenario: for tests of what nests solvers.
    public init<S: Solver>(_ solver: S) {
        let plugin = PluginIdentity(name: "", version: "", path: "")
        self.init(
            ConfiguredComponent(
                entry: PluginBuilder.buildExpression(S.self).entry(plugin), options: solver.options, tuned: []))
    }
}

extension ComponentChoice where Contract == any Operator {
    /// The choice of an operator by value, without a scenario: for tests of what nests operators.
    public init<O: Operator>(_ operator: O) {
        let plugin = PluginIdentity(name: "", version: "", path: "")
        self.init(
            ConfiguredComponent(
                entry: PluginBuilder.buildExpression(O.self).entry(plugin), options: `operator`.options, tuned: []))
    }
}

/// A component's entry with decoded options.
public struct ConfiguredComponent: Sendable {
    public let entry: ComponentEntry
    public let options: any ComponentOptions
    public let tuned: [TunedOption]

    /// The options as they will be used, every default filled in.
    public var resolvedOptions: [String: JSONValue] {
        var resolved = entry.codec.resolved(options)
        for option in tuned { resolved[option.name] = option.resolved }
        return resolved
    }

    public var resolved: JSONValue { .object([entry.info.name: .object(resolvedOptions)]) }

    public func make() throws -> any Component { try entry.codec.make(options) }

    /// Reads `name` or `{ name: { options } }`.
    public static func decode(_ setting: Setting, as role: ComponentRole, with decoder: OptionDecoder)
        -> ConfiguredComponent?
    {
        let name: String
        let options: Setting?
        let place: SourceLocation?
        if let text = setting.text, !text.isEmpty {
            (name, options, place) = (text, nil, setting.location)
        } else if let entries = setting.entries, entries.count == 1, let only = entries.first {
            (name, options, place) = (only.key, only.value, only.keyLocation)
        } else {
            let names = Suggestion.help(for: "", among: decoder.registry.names(of: role), noun: role.name)
            let several = (setting.items ?? []).count > 1 || (setting.entries ?? []).count > 1
            decoder.reportExpected(
                "the name of \(role.phrase), or one name with options", found: setting,
                help: several ? names + "; to compare several, give each a method of its own" : names)
            return nil
        }
        return decode(name, options: options, at: place, as: role, with: decoder)
    }

    /// Reads the options of the component called `name`.
    public static func decode(
        _ name: String, options: Setting?, at place: SourceLocation?, as role: ComponentRole,
        with decoder: OptionDecoder
    ) -> ConfiguredComponent? {
        guard let entry = decoder.registry[role, name] else {
            decoder.report(decoder.registry.unknown(name, role: role, at: place))
            // The options' own errors are found too, where it is plain what was meant.
            if let meant = Suggestion.closest(to: name, among: decoder.registry.names(of: role)),
                let entry = decoder.registry[role, meant]
            {
                _ = entry.codec.decode(options, of: "\(role.name) '\(meant)'", at: place, with: decoder)
            }
            return nil
        }
        decoder.note(entry)
        let result = entry.codec.decode(options, of: "\(role.name) '\(name)'", at: place, with: decoder)
        if role != .solver, let tuned = result.tuned.first {
            decoder.report(
                "'\(tuned.name)' of \(role.name) '\(name)' can't be tuned", at: options?[tuned.name]?.location ?? place,
                help: "tuners choose the options of solvers only, once for each solve")
        }
        return ConfiguredComponent(entry: entry, options: result.options, tuned: result.tuned)
    }
}

extension ConfiguredComponent {
    /// The components that its options chose, and theirs.
    public var nestedComponents: [ConfiguredComponent] {
        Mirror(reflecting: options).children.flatMap { child in
            ((child.value as? any NestedChoices)?.allConfigured ?? []).flatMap { [$0] + $0.nestedComponents }
        } + tuned.compactMap(\.tuner.configured)
    }
}

/// An option that chooses components, whatever their contract.
private protocol NestedChoices {
    var allConfigured: [ConfiguredComponent] { get }
}

extension ComponentChoice: NestedChoices {
    fileprivate var allConfigured: [ConfiguredComponent] { configured.map { [$0] } ?? [] }
}

extension Array: NestedChoices where Element: NestedChoices {
    fileprivate var allConfigured: [ConfiguredComponent] { flatMap(\.allConfigured) }
}

/// An option whose default is only known to a registry.
protocol StandardChoice {
    /// The default, decoded; `nil` where there is nothing to look up, or after the decoder was told what is wrong.
    func completed(with decoder: OptionDecoder) -> Self?
}

extension ComponentChoice: StandardChoice {
    func completed(with decoder: OptionDecoder) -> ComponentChoice? {
        guard chosen == nil, let standard else { return nil }
        return Self.decode(Setting(standard), with: decoder)
    }
}
