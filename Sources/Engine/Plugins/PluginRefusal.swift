public import Ansatz
import Foundation

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
    /// - Parameters:
    ///   - library: the file, which tells the folder of a plugin that was built by SwiftPM.
    ///   - isBesideExecutable: whether it stands with the command, so that one build makes both.
    public func help(for library: String, isBesideExecutable: Bool) -> String {
        let rebuild = "./ansatz --rebuild plugins"
        let buildAgain = "build the plugin again: `ansatz plugin build \(Self.package(of: library) ?? "DIR")`"
        return switch self {
        case .unreadable: "check the path, the file and its permissions"
        case .damaged:
            isBesideExecutable ? "build it again: `\(rebuild)`" : "copy or build it again"
        case .notAPlugin:
            "take it off the plugin path, or build it with `ansatz plugin build`"
        case .otherABI, .otherCore:
            isBesideExecutable
                ? "build both again: `\(rebuild)`" : "\(buildAgain), or take it off the plugin path"
        case .unloadable:
            (isBesideExecutable ? "build it again: `\(rebuild)`" : buildAgain)
                + ", or install the library that it misses"
        case .noRegistration: "declare `let plugin = Plugin(...)` and build it with `ansatz plugin build`"
        case .registration: "this is a fault of the plugin: mend it, or take it off the plugin path"
        case .conflict: "rename what clashes, or take one of the two plugins off the plugin path"
        }
    }

    /// The folder of the package that a library was built in: above its `.build`.
    private static func package(of library: String) -> String? {
        var folder = URL(fileURLWithPath: library).deletingLastPathComponent()
        while folder.pathComponents.count > 1 {
            let name = folder.lastPathComponent
            folder.deleteLastPathComponent()
            let manifest = folder.appending(path: "Package.swift").path
            if name == ".build", FileManager.default.fileExists(atPath: manifest) { return folder.path }
        }
        return nil
    }
}
