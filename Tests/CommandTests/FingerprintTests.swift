import Foundation
import Testing
import TestSupport

/// A plugin holds inlined code and layouts of the core, so whatever reaches the core's compiler must change the
/// fingerprint.
@Suite("The fingerprint of the core")
struct FingerprintTests {
    private let folder: TemporaryFolder
    private var kit: URL { folder.url.appending(path: "Kit") }

    /// A small core with the script as it is built with.
    init() throws {
        folder = try TemporaryFolder()
        let original = BuiltCommand.repository.appending(path: "Sources/AnsatzKit")
        for path in [
            "Plugins/Fingerprint/write-fingerprint.sh", "CAnsatz/include/CAnsatz.h", "Package.swift",
            "CHDF5/module.modulemap", "CHDF5/shim.h", "CAnsatz/parallel.c", "Ansatz/Statements/Certificate.swift",
        ] {
            let target = kit.appending(path: path)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: original.appending(path: path), to: target)
        }
    }

    /// What the script writes for the core or for plugins.
    private func fingerprint(
        _ role: String = "core", given: [String] = [], environment: [String: String] = [:]
    ) throws -> String {
        let process = Process()
        let output = folder.path("output.swift")
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let script = kit.appending(path: "Plugins/Fingerprint/write-fingerprint.sh").path
        process.arguments = [script, role, kit.path, output] + given
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, own in own }
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try String(contentsOfFile: output, encoding: .utf8)
    }

    private func append(_ text: String, to path: String) throws {
        let url = kit.appending(path: path)
        try (String(contentsOf: url, encoding: .utf8) + text).write(to: url, atomically: true, encoding: .utf8)
    }

    @Test("is the same for the same sources, wherever they are and however old")
    func isStable() throws {
        let first = try fingerprint()
        #expect(try fingerprint() == first)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 0)],
            ofItemAtPath: kit.appending(path: "Ansatz/Statements/Certificate.swift").path)
        #expect(try fingerprint() == first)
        #expect(first.contains(/high: UInt64 = 0x[0-9a-f]{16}\n/))
    }

    @Test(
        "changes with every kind of source, the manifest and itself",
        arguments: [
            "Ansatz/Statements/Certificate.swift", "Package.swift", "CAnsatz/include/CAnsatz.h", "CAnsatz/parallel.c",
            "CHDF5/module.modulemap", "CHDF5/shim.h", "Plugins/Fingerprint/write-fingerprint.sh",
        ])
    func changesWith(_ path: String) throws {
        let first = try fingerprint()
        try append("\n", to: path)
        #expect(try fingerprint() != first)
    }

    @Test("changes when a source comes, goes or is renamed")
    func changesWithTheList() throws {
        let first = try fingerprint()
        let old = kit.appending(path: "Ansatz/Statements/Certificate.swift")
        let new = kit.appending(path: "Ansatz/Statements/Verdict.swift")
        try FileManager.default.moveItem(at: old, to: new)
        let renamed = try fingerprint()
        try FileManager.default.copyItem(at: new, to: old)
        let added = try fingerprint()
        #expect(Set([first, renamed, added]).count == 3)
        try FileManager.default.removeItem(at: new)
        #expect(try fingerprint() == first)
    }

    @Test("changes with the compiler")
    func changesWithTheCompiler() throws {
        let first = try fingerprint()
        let compiler = try folder.write("#!/bin/sh\necho 'Swift version 99.0'\n", to: "swiftc")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: compiler)
        let path = folder.url.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
        #expect(try fingerprint(environment: ["PATH": path]) != first)
    }

    @Test("a fingerprint that is given is written as it is, with the registration or without")
    func given() throws {
        let digits = "0123456789abcdeffedcba9876543210"
        let plugin = try fingerprint("plugin", given: [digits])
        let record = try fingerprint("record", given: [digits])
        for text in [plugin, record] { #expect(text.contains(", 0x0123456789abcdef, 0xfedcba9876543210)")) }
        #expect(plugin.contains("plugin.register(host)"))
        #expect(!record.contains("register"))
    }

    @Test("a plugin gets the same number as the core, with the header's interface number")
    func pluginMatchesCore() throws {
        let core = try fingerprint("core")
        let words = core.matches(of: /0x[0-9a-f]{16}/).map { String($0.output) }
        try #require(words.count == 2)
        let plugin = try fingerprint("plugin")
        #expect(plugin.contains("0x5A54_4153_4E41_0001, 1, 0, \(words[0]), \(words[1]))"))
        let header = kit.appending(path: "CAnsatz/include/CAnsatz.h")
        let text = try String(contentsOf: header, encoding: .utf8)
        try text.replacingOccurrences(of: "ANSATZ_ABI_NUMBER 1", with: "ANSATZ_ABI_NUMBER 7")
            .write(to: header, atomically: true, encoding: .utf8)
        #expect(try fingerprint("plugin").contains("0x5A54_4153_4E41_0001, 7, 0, "))
    }
}
