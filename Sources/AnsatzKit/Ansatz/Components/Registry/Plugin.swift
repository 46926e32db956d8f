/// A plugin: its name, its version, and the components that it brings.
///
/// A plugin is a dynamic library whose module declares one value called `plugin`:
///
/// ```swift
/// let plugin = Plugin("smoothers", version: "0.1.0") { Jacobi.self }
/// ```
///
/// The exported function that registers it is generated with the handshake, at every build; it calls ``register(_:)``.
public struct Plugin: Sendable {
    /// Its name: what `ansatz plugins` and the output's attributes call it.
    public let name: String
    public let version: String
    private let components: @Sendable () throws -> [PluginComponent]

    /// Declares a plugin.
    ///
    /// - Parameters:
    ///   - components: the types of the components, one a line or separated by `;`. Evaluated at registration, once. An
    ///     error that it throws makes this plugin unavailable, and no other.
    public init(
        _ name: String, version: String,
        @PluginBuilder _ components: @escaping @Sendable () throws -> [PluginComponent]
    ) {
        self.name = name
        self.version = version
        self.components = components
    }

    /// The components as a registry takes them, in the order of declaration.
    ///
    /// - Parameter path: the file that the plugin is said to come from.
    /// - Throws: what the declaration throws.
    public func entries(from path: String = "") throws -> [ComponentEntry] {
        let identity = PluginIdentity(name: name, version: version, path: path)
        return try components().map { $0.entry(identity) }
    }

    /// Registers this plugin with the host that called the library's registration function.
    ///
    /// - Parameter host: what that function was given.
    public func register(_ host: UnsafeMutableRawPointer) {
        Unmanaged<PluginRegistration>.fromOpaque(host).takeUnretainedValue().accept(self)
    }
}
