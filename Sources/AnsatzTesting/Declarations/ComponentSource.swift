public import Ansatz
import Glibc

/// Where components come from.
public struct ComponentSource: Sendable, CustomStringConvertible {
    /// "plugin 'relaxation'", or the library's path.
    public let description: String
    let entries: @Sendable () throws -> [ComponentEntry]

    /// A plugin that is compiled with its tests.
    public static func plugin(_ plugin: Plugin) -> ComponentSource {
        ComponentSource(description: "plugin '\(plugin.name)'") { try plugin.entries(from: "") }
    }

    /// A plugin that was built as a library against the core that the tests run on.
    public static func library(_ path: String) -> ComponentSource {
        ComponentSource(description: "plugin \(path)") {
            // Never closed: Swift keeps pointers into a library's metadata.
            guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
                let reason = dlerror().map { String(cString: $0) } ?? "no reason given"
                throw ContractViolation("the library can't be loaded: \(reason)", help: "build the plugin first")
            }
            guard let symbol = dlsym(handle, "ansatz_plugin_register") else {
                throw ContractViolation("the library has no registration function, so it is no plugin")
            }
            typealias Register = @convention(c) (UnsafeMutableRawPointer) -> Void
            let register = unsafeBitCast(symbol, to: Register.self)
            guard let found = try PluginRegistration.collect(path: path, from: { register($0) }) else {
                throw ContractViolation("the library registered no plugin")
            }
            return found.entries
        }
    }
}
