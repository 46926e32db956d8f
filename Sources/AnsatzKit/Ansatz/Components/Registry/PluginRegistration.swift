/// One call of a library's registration function, from the side of the host.
public final class PluginRegistration {
    private let path: String
    private var accepted: Result<(identity: PluginIdentity, entries: [ComponentEntry]), any Error>?

    private init(path: String) { self.path = path }

    func accept(_ plugin: Plugin) {
        accepted = Result {
            (PluginIdentity(name: plugin.name, version: plugin.version, path: path), try plugin.entries(from: path))
        }
    }

    /// Calls a registration function and gives what it registered.
    ///
    /// - Returns: `nil` where it registered no plugin.
    /// - Throws: what the plugin's declaration threw.
    public static func collect(
        path: String, from function: (UnsafeMutableRawPointer) -> Void
    ) throws -> (identity: PluginIdentity, entries: [ComponentEntry])? {
        let registration = PluginRegistration(path: path)
        withExtendedLifetime(registration) { function(Unmanaged.passUnretained(registration).toOpaque()) }
        return try registration.accepted?.get()
    }
}
