import Foundation
import Testing
import TestSupport

/// A plugin that can't be used is named with the reason and the remedy, and stops nobody else.
@Suite("Plugins that can't be loaded")
struct PluginTests {
    /// A scenario that needs nothing but first-party plugins.
    static let ordinary = """
        name: ordinary
        stages:
          u: { solve: poisson, with: { cells: [8, 8] }, using: { solver: cg } }
        """

    /// A scenario that needs a solver of the test plugin Dishonest.
    static let needy = """
        name: needy
        stages:
          u: { solve: poisson, with: { cells: [8, 8] }, using: { solver: liar } }
        """

    /// What may be wrong with a library, and the words that its refusal must have beside the file's name.
    struct Fault: CustomTestStringConvertible, Sendable {
        var file: String
        var words: [String]
        var make: @Sendable (TemporaryFolder, String) throws -> Void

        var testDescription: String { file }

        init(_ file: String, _ words: [String], _ make: @escaping @Sendable (TemporaryFolder, String) throws -> Void) {
            self.file = file
            self.words = words
            self.make = make
        }

        /// A copy of the plugin Dishonest with another record.
        static func patched(
            _ file: String, _ words: [String], _ change: @escaping @Sendable (inout Data) -> Void
        ) -> Fault {
            Fault(file, words) { folder, name in
                _ = try TestPlugin.dishonest.copy(to: folder, as: name, change: change)
            }
        }

        static func copied(_ plugin: TestPlugin, _ words: [String]) -> Fault {
            Fault("lib\(plugin.rawValue).so", words) { folder, name in
                _ = try plugin.copy(to: folder, as: name) { _ in }
            }
        }

        static func bytes(_ file: String, _ words: [String], _ bytes: @escaping @Sendable () throws -> Data) -> Fault {
            Fault(file, words) { folder, name in try bytes().write(to: folder.url.appending(path: name)) }
        }
    }

    static var dishonest: Data {
        get throws { try Data(contentsOf: URL(fileURLWithPath: TestPlugin.dishonest.library())) }
    }

    static let faults: [Fault] = [
        .patched("libStale.so", ["was built against core", "this host has", "build the plugin again"]) { $0[16] ^= 1 },
        .patched("libStaleEnd.so", ["was built against core", "build the plugin again"]) { $0[31] ^= 0x80 },
        .patched("libInterface.so", ["plugin interface 99", "build the plugin again"]) { $0[8] = 99 },
        .patched("libOtherBuild.so", ["is a", "build, this host is a", "`ansatz plugin build DIR`"]) { $0[12] ^= 1 },
        .patched("libRecord.so", ["is not an Ansatz plugin", "plugin path"]) { $0[7] ^= 1 },
        .copied(.throwing, ["failed while registering: the table of coefficients is missing", "mend it"]),
        .copied(
            .clashing,
            ["does not fit the other plugins", "'cg' exists already", "plugin 'relaxation'", "rename what clashes"]),
        .copied(.silent, ["does not register anything", "declare `let plugin"]),
        .copied(.unregistered, ["does not register anything", "declare `let plugin"]),
        .bytes("libHalf.so", ["is damaged", "copy or build it again"]) { try dishonest.prefix(dishonest.count / 2) },
        .bytes("libHeader.so", ["is damaged", "copy or build it again"]) { try dishonest.prefix(40) },
        .bytes("libNoise.so", ["is not an Ansatz plugin", "plugin path"]) {
            Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 3) })
        },
        .bytes("libText.so", ["is not an Ansatz plugin"]) { Data("not a library\n".utf8) },
        .bytes("libEmpty.so", ["is not an Ansatz plugin"]) { Data() },
        // Any shared library that is no plugin will do.
        .bytes("libOther.so", ["is not an Ansatz plugin", "`ansatz plugin build`"]) {
            try Data(contentsOf: BuiltCommand.products.appending(path: "libAnsatz.so"))
        },
        Fault("libFolder.so", ["can't be read: it is not a regular file", "check the path"]) { folder, name in
            try FileManager.default.createDirectory(
                at: folder.url.appending(path: name), withIntermediateDirectories: false)
        },
        Fault("libPipe.so", ["can't be read: it is not a regular file"]) { folder, name in
            #expect(mkfifo(folder.path(name), 0o600) == 0)
        },
        Fault("libNowhere.so", ["can't be read: No such file", "check the path"]) { folder, name in
            try FileManager.default.createSymbolicLink(
                atPath: folder.path(name), withDestinationPath: "/nonexistent/libNowhere.so")
        },
    ]

    @Test("is named with reason and remedy, and a scenario that does not need it runs", arguments: faults)
    func othersGoOn(_ fault: Fault) throws {
        let folder = try TemporaryFolder()
        let plugins = try TemporaryFolder()
        try fault.make(plugins, fault.file)
        let scenario = try folder.write(Self.ordinary, to: "ordinary.yaml")
        let outcome = try BuiltCommand.run([
            "run", scenario, "--plugin-path", plugins.url.path, "-o", folder.path("out"),
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let warning = outcome.errors.components(separatedBy: "warning: ").filter { $0.contains(fault.file) }
        #expect(warning.count == 1, "\(outcome.errors)")
        for word in fault.words { #expect(warning.first?.contains(word) == true, "\(word) in: \(outcome.errors)") }
    }

    @Test("stops a scenario that needs it with exit code 3, the place and the reason", arguments: faults)
    func needyStops(_ fault: Fault) throws {
        let folder = try TemporaryFolder()
        let plugins = try TemporaryFolder()
        try fault.make(plugins, fault.file)
        let scenario = try folder.write(Self.needy, to: "needy.yaml")
        let outcome = try BuiltCommand.run([
            "run", scenario, "--plugin-path", plugins.url.path, "-o", folder.path("out"),
        ])
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("needy.yaml:3:"))
        #expect(outcome.errors.contains("unknown solver 'liar'"))
        let reason = outcome.errors.components(separatedBy: "error: plugin ").dropFirst().joined()
        for word in fault.words + [fault.file] { #expect(reason.contains(word), "\(word) in: \(outcome.errors)") }
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    }

    @Test("loads when it is whole, from any folder: the faults above are what stops the others")
    func wholeLoads() throws {
        let folder = try TemporaryFolder()
        let copy = try TestPlugin.dishonest.copy(to: folder, as: "libWhole.so") { _ in }
        let scenario = try folder.write(Self.needy, to: "needy.yaml")
        for path in [copy, try TestPlugin.dishonest.library(), folder.url.path] {
            let outcome = try BuiltCommand.run(["validate", scenario, "--plugin-path", path])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        }
        let environment = ["ANSATZ_PLUGIN_PATH": copy]
        #expect(try BuiltCommand.run(["validate", scenario], environment: environment).status == 0)
    }

    @Test("a name that no broken plugin could have brought is the scenario's error")
    func withoutBrokenPlugins() throws {
        let folder = try TemporaryFolder()
        let scenario = try folder.write(Self.needy, to: "needy.yaml")
        let outcome = try BuiltCommand.run(["validate", scenario])
        #expect(outcome.status == 2)
        #expect(!outcome.errors.contains("not loaded"))
        #expect(try BuiltCommand.run(["validate", scenario, "--json"]).status == 2)
    }

    @Test("a plugin that clashes brings nothing at all")
    func clashingIsWhollyOut() throws {
        let folder = try TemporaryFolder()
        let text = Self.needy.replacingOccurrences(of: "liar", with: "unrivalled")
        let scenario = try folder.write(text, to: "needy.yaml")
        let clashing = try TestPlugin.clashing.library()
        let outcome = try BuiltCommand.run(["validate", scenario, "--plugin-path", clashing])
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("'cg' exists already"))
        let json = try BuiltCommand.run(["validate", scenario, "--json", "--plugin-path", clashing])
        #expect(json.status == 3)
    }

    @Test("an error that no plugin can be blamed for keeps exit code 2 beside a broken plugin")
    func ordinaryErrorsKeepTheirCode() throws {
        let folder = try TemporaryFolder()
        let text = Self.ordinary.replacingOccurrences(of: "cells:", with: "cels:")
        let scenario = try folder.write(text, to: "ordinary.yaml")
        let outcome = try BuiltCommand.run(["validate", scenario, "--plugin-path", try TestPlugin.throwing.library()])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("unknown option 'cels'"))
        #expect(!outcome.errors.contains("libThrowing"))
    }

    @Test("a path that does not exist is said to be missing")
    func missingPath() throws {
        let folder = try TemporaryFolder()
        let scenario = try folder.write(Self.needy, to: "needy.yaml")
        let outcome = try BuiltCommand.run(["validate", scenario, "--plugin-path", folder.path("nothing.so")])
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("nothing.so' can't be read: No such file"))
    }
}
