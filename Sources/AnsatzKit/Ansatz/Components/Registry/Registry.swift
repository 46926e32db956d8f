/// All components of the loaded plugins, by role and name.
public struct Registry: Sendable {
    private var entries: [ComponentRole: [String: ComponentEntry]] = [:]
    /// Files of plugins that could not be loaded: a name that is not here may be theirs.
    public var unavailablePlugins: [String] = []

    public init() {}

    public subscript(role: ComponentRole, name: String) -> ComponentEntry? { entries[role]?[name] }

    /// Names of a role in alphabetical order.
    public func names(of role: ComponentRole) -> [String] { (entries[role]?.keys).map { $0.sorted() } ?? [] }

    public func all(of role: ComponentRole) -> [ComponentEntry] { names(of: role).compactMap { self[role, $0] } }

    /// Every entry called `name`, in any role.
    public func entries(named name: String) -> [ComponentEntry] { ComponentRole.all.compactMap { self[$0, name] } }

    /// Adds an entry.
    ///
    /// - Throws: ``RegistrationError`` where the name is taken or not allowed.
    public mutating func add(_ entry: ComponentEntry) throws(RegistrationError) {
        let name = entry.info.name
        guard Self.isAllowed(name) else { throw .badName(name, role: entry.role.name) }
        if let other = self[entry.role, name] {
            throw .nameTaken(name, role: entry.role.name, by: other.plugin)
        }
        let keys = entry.keys.map(\.name)
        if let repeated = keys.first(where: { key in keys.count(where: { $0 == key }) > 1 }) {
            throw .repeatedKey(repeated, component: name)
        }
        entries[entry.role, default: [:]][name] = entry
    }

    /// Names become paths and keys, so they keep to `[a-z0-9_-]{1,64}`.
    public static func isAllowed(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { character in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character)
                    || character == UInt8(ascii: "_") || character == UInt8(ascii: "-")
            }
    }

    private static let whereToLook = "; for one of a plugin, give `--plugin-path` or set ANSATZ_PLUGIN_PATH"

    /// What to say of a name that no plugin brought: it has another role, is misspelt, or its plugin is broken.
    func unknown(_ name: String, role: ComponentRole, at place: SourceLocation?) -> Diagnostic {
        if let other = entries(named: name).first {
            let home = KeyHome(self).help(for: name, among: [], noun: role.name)
            let use = home.firstRange(of: "write ").map { "; to use it, " + home[$0.lowerBound...] }
            return Diagnostic(
                "'\(name)' is \(other.role.phrase), not \(role.phrase)", at: place,
                help: Suggestion.help(for: "", among: names(of: role), noun: role.name) + (use ?? Self.whereToLook))
        }
        var help = Suggestion.help(for: name, among: names(of: role), noun: role.name)
        // A misspelt name is the likelier cause where a similar one is there.
        let isLikeNone = Suggestion.closest(to: name, among: names(of: role)) == nil
        let mayBeTheirs = !unavailablePlugins.isEmpty && isLikeNone
        if isLikeNone, !mayBeTheirs { help += Self.whereToLook }
        if mayBeTheirs {
            let note = "not loaded: \(unavailablePlugins.joined(separator: ", ")); see `ansatz plugins`"
            help += " (\(note))"
        }
        var diagnostic = Diagnostic("unknown \(role.name) '\(Setting.shortened(name))'", at: place, help: help)
        if mayBeTheirs { diagnostic.cause = .unavailablePlugin }
        return diagnostic
    }
}

/// Why a component could not be registered.
public enum RegistrationError: Error, Hashable, Sendable, CustomStringConvertible {
    case badName(String, role: String)
    case nameTaken(String, role: String, by: PluginIdentity)
    case repeatedKey(String, component: String)

    public var description: String {
        switch self {
        case .badName(let name, let role):
            "the \(role) name '\(name)' is not allowed: use 1 to 64 of a-z, 0-9, '_' and '-'"
        case .nameTaken(let name, let role, let owner):
            "the \(role) '\(name)' exists already: plugin '\(owner.name)' (\(owner.path)) has it"
        case .repeatedKey(let key, let component): "'\(component)' declares the option '\(key)' twice"
        }
    }
}
