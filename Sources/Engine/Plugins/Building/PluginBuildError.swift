/// Why a plugin could not be made or built, and what to do.
public struct PluginBuildError: Error, Sendable, CustomStringConvertible {
    public var description: String
    public var help: String?
    /// Whether what was asked for can't be done: a bad name, a folder that is not there or already is. Else this
    /// installation, the toolchain or the plugin's code is to blame.
    public var isRequest: Bool

    init(_ description: String, help: String? = nil, isRequest: Bool = false) {
        self.description = description
        self.help = help
        self.isRequest = isRequest
    }

    static func request(_ description: String, help: String) -> PluginBuildError {
        PluginBuildError(description, help: help, isRequest: true)
    }
}
