public import Ansatz

/// Why a library was not loaded as a plugin, and what to do.
public enum PluginRefusal: Error, Sendable, CustomStringConvertible {
    case unreadable(String)
    case notAPlugin
    case otherABI(plugin: UInt32, host: UInt32)
    case otherCore(plugin: CoreBuild, host: CoreBuild)
    case unloadable(String)
    case noRegistration
    case registration(String)

    public var description: String {
        switch self {
        case .unreadable(let reason): "can't be read: \(reason)"
        case .notAPlugin: "is not an Ansatz plugin"
        case .otherABI(let plugin, let host): "was built for plugin interface \(plugin), this host has \(host)"
        case .otherCore(let plugin, let host): "was built against core \(plugin), this host has \(host)"
        case .unloadable(let reason): "could not be loaded: \(reason)"
        case .noRegistration: "does not register anything"
        case .registration(let reason): "failed while registering: \(reason)"
        }
    }

    public var help: String {
        switch self {
        case .unreadable: "check the file and its permissions"
        case .notAPlugin: "remove it from the plugin path, or build it with the plugin 'Fingerprint' of AnsatzKit"
        case .otherABI, .otherCore, .unloadable: "rebuild it against this host: `./ansatz --rebuild plugins`"
        case .noRegistration: "export `@c(ansatz_plugin_register)` and call Plugin.register in it"
        case .registration: "rename what clashes, or remove one of the two from the plugin path"
        }
    }
}
