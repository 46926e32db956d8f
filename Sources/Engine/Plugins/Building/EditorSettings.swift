import Ansatz

/// `.sourcekit-lsp/config.json`: where Swift's language server finds the core's modules, so that editors complete names
/// and show errors in a plugin.
struct EditorSettings {
    private let core: HostCore

    init(core: HostCore) { self.core = core }

    func text() throws(PluginBuildError) -> String {
        func list(_ flags: [String]) -> JSONValue { .array(flags.map { .string($0) }) }
        return CanonicalJSON.pretty([
            "swiftPM": [
                "configuration": .string(HostCore.configuration),
                "swiftCompilerFlags": list(try core.compilerFlags()),
                "linkerFlags": list(core.programLinkerFlags + ["-lAnsatzTesting"]),
            ]
        ])
    }
}
