import Foundation
import PackagePlugin

/// Writes the core's fingerprint into whatever is compiled against it.
///
/// A plugin built in release holds inlined bodies and private layouts of the core, so it fits only the very core it was
/// compiled with. The fingerprint is a hash over every source of the core, its manifest (flags), the toolchain and the
/// processor's features. The core gets it as a constant, a plugin as a record in the ELF section `.ansatz`, which the
/// loader reads before it opens the library. The plugin's file also holds the exported function that registers it.
@main
struct Fingerprint: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let core =
            target.name == "Ansatz"
            ? target : target.recursiveTargetDependencies.first { $0.name == "Ansatz" }
        guard let core else {
            Diagnostics.error("target '\(target.name)' does not depend on the product 'Ansatz'")
            return []
        }
        let kit = core.directoryURL.deletingLastPathComponent()
        let sources = try Self.sources(below: kit)
        let isCore = target.name == "Ansatz"
        let name = isCore ? "CoreFingerprint.swift" : "Handshake.swift"
        let output = context.pluginWorkDirectoryURL.appending(path: name)
        let script = kit.appending(path: "Plugins/Fingerprint/write-fingerprint.sh")
        return [
            .buildCommand(
                displayName: "Fingerprint of the core for \(target.name)",
                executable: URL(fileURLWithPath: "/bin/sh"),
                arguments: [
                    script.path(percentEncoded: false), isCore ? "core" : "plugin",
                    kit.path(percentEncoded: false), output.path(percentEncoded: false),
                ],
                inputFiles: sources,
                outputFiles: [output]
            )
        ]
    }

    /// Every file of the nested package that reaches the compiler.
    private static func sources(below kit: URL) throws -> [URL] {
        let found = FileManager.default.enumerator(at: kit, includingPropertiesForKeys: [.isRegularFileKey])
        var files: [URL] = []
        while let url = found?.nextObject() as? URL {
            if url.lastPathComponent.hasPrefix(".") {
                found?.skipDescendants()
            } else if ["swift", "c", "h", "modulemap", "sh"].contains(url.pathExtension) {
                files.append(url)
            }
        }
        return files.sorted { $0.path() < $1.path() }
    }
}
