public import Ansatz

/// Why a library was not loaded as a plugin, and what to do.
public enum PluginRefusal: Error, Sendable, CustomStringConvertible {
    case unreadable(String)
    /// It is a shared library, or would be one: what is wrong with the file.
    case damaged(String)
    case notAPlugin
    case otherABI(plugin: UInt32, host: UInt32)
    case otherCore(plugin: CoreBuild, host: CoreBuild)
    case unloadable(String)
    case noRegistration
    /// Its registration threw.
    case registration(String)
    /// It brings something that can't be added to what other plugins brought.
    case conflict(String)

    /// What follows the plugin's name in a sentence.
    public var description: String {
        switch self {
        case .unreadable(let reason): "can't be read: \(reason)"
        case .damaged(let reason): "is damaged: \(reason)"
        case .notAPlugin: "is not an Ansatz plugin"
        case .otherABI(let plugin, let host): "was built for plugin interface \(plugin), this host has \(host)"
        case .otherCore(let plugin, let host) where plugin.fingerprint == host.fingerprint:
            "is a \(plugin.isDebug ? "debug" : "release") build, this host is a \(host.isDebug ? "debug" : "release") build"
        case .otherCore(let plugin, let host): "was built against core \(plugin), this host has \(host)"
        case .unloadable(let reason): "could not be loaded: \(reason)"
        case .noRegistration: "does not register anything"
        case .registration(let reason): "failed while registering: \(reason)"
        case .conflict(let reason): "does not fit the other plugins: \(reason)"
        }
    }

    /// What to do about it.
    ///
    /// - Parameter isBesideExecutable: whether it stands with the command, so that one build makes both.
    public func help(isBesideExecutable: Bool) -> String {
        let rebuild = "./ansatz --rebuild plugins"
        return switch self {
        case .unreadable: "check the path, the file and its permissions"
        case .damaged:
            isBesideExecutable ? "build it again: `\(rebuild)`" : "copy or build it again"
        case .notAPlugin:
            "take it off the plugin path, or build it with the build tool plugin 'Fingerprint' of AnsatzKit"
        case .otherCore(let plugin, let host) where plugin.fingerprint == host.fingerprint:
            "build the plugin with `-c \(host.isDebug ? "debug" : "release")`, as this host"
        case .otherABI, .otherCore:
            isBesideExecutable
                ? "build both again: `\(rebuild)`"
                : "build the plugin again against the core of this host, or take it off the plugin path"
        case .unloadable:
            (isBesideExecutable ? "build it again: `\(rebuild)`" : "build the plugin again")
                + ", or install the library that it misses"
        case .noRegistration: "declare `let plugin = Plugin(...)` and build it with `ansatz plugin build`"
        case .registration: "this is a fault of the plugin: mend it, or take it off the plugin path"
        case .conflict: "rename what clashes, or take one of the two plugins off the plugin path"
        }
    }
}
