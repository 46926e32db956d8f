import Foundation
import TestSupport
import Testing

/// What can't be made or built is refused before anything is written, with the reason and a way out.
@Suite("Requests for plugins that can't be met")
struct PluginRequestTests {
    @Test(
        "a name that can't be one ends with 64 and says why",
        arguments: [
            ("Smoother", "such as 'smoother'"), ("multiGrid", "such as 'multi_grid'"), ("2d-heat", "such as 'd_heat'"),
            ("../out", "such as 'out'"), ("", "use 1 to 63"), ("größe", "use 1 to 63"), ("a b", "such as 'a_b'"),
            (String(repeating: "a", count: 64), "use 1 to 63"), ("tensor", "'Tensor' is a type of the core"),
            ("double", "'Double' is a name of Swift's own"), ("relaxation", "there is a module 'Relaxation'"),
            ("engine", "there is a module 'Engine'"), ("cg", "plugin 'relaxation' has a solver 'cg'"),
        ])
    func badNames(name: String, words: String) throws {
        let folder = try TemporaryFolder()
        let outcome = try BuiltCommand.run(["plugin", "new", "--kind", "solver", "--", name], in: folder.url)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test("a name that another role has is free")
    func otherRole() throws {
        let folder = try TemporaryFolder()
        #expect(try BuiltCommand.run(["plugin", "new", "cg", "--kind", "tuner"], in: folder.url).status == 0)
    }

    @Test("a kind or a verb that does not exist ends with 64 and the likely one")
    func unknownWords() throws {
        let folder = try TemporaryFolder()
        let kind = try BuiltCommand.run(["plugin", "new", "x", "--kind", "sovler"], in: folder.url)
        #expect(kind.status == 64)
        #expect(kind.errors.contains("did you mean 'solver'?"))
        let verb = try BuiltCommand.run(["plugin", "bild"], in: folder.url)
        #expect(verb.status == 64)
        #expect(verb.errors.contains("unknown verb 'plugin bild'"))
        #expect(verb.errors.contains("did you mean 'build'?"))
        #expect(try BuiltCommand.run(["plugin", "new", "x"], in: folder.url).status == 64)
    }

    @Test("what exists is never touched", arguments: ["folder", "file", "link"])
    func nothingIsOverwritten(what: String) throws {
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "place")
        switch what {
        case "folder": try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
        case "file": _ = try folder.write("mine", to: "place")
        default: try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: "nowhere")
        }
        let outcome = try BuiltCommand.run(
            ["plugin", "new", "x", "--kind", "solver", "--output", "place"], in: folder.url)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("'place' exists already"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["place"])
        if what == "file" { #expect(try String(contentsOf: place, encoding: .utf8) == "mine") }
        if what == "folder" { #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).isEmpty) }
    }

    @Test("a place in folders that are not there yet is made with them")
    func deepPlace() throws {
        let folder = try TemporaryFolder()
        let outcome = try BuiltCommand.run(
            ["plugin", "new", "x", "--kind", "tuner", "-o", "a b/c"], in: folder.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("plugin build 'a b/c'"))
        #expect(FileManager.default.fileExists(atPath: folder.path("a b/c/Sources/X/X.swift")))
    }

    @Test("a folder without a package, and Ansatz itself, end with 64", arguments: ["build", "test"])
    func noPackage(verb: String) throws {
        let folder = try TemporaryFolder()
        let empty = try BuiltCommand.run(["plugin", verb], in: folder.url)
        #expect(empty.status == 64)
        #expect(empty.errors.contains("has no Package.swift"))
        let absent = try BuiltCommand.run(["plugin", verb, "nowhere"], in: folder.url)
        #expect(absent.status == 64)
        #expect(absent.errors.contains("there is no folder 'nowhere'"))
        let itself = try BuiltCommand.run(["plugin", verb, BuiltCommand.repository.path])
        #expect(itself.status == 64)
        #expect(itself.errors.contains("is Ansatz itself"))
    }

    @Test("a package without a dynamic library ends with 3 and says what to declare")
    func noLibrary() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(
            """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(name: "Plain", targets: [.target(name: "Plain", path: ".")])
            """, to: "Package.swift")
        _ = try folder.write("public let answer = 42\n", to: "Plain.swift")
        let outcome = try BuiltCommand.run(["plugin", "build", folder.url.path])
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("has no dynamic library"))
        #expect(outcome.errors.contains(".library(name: \"Plain\", type: .dynamic"))
    }

    @Test("without swift on PATH, the message names it")
    func noSwift() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("// swift-tools-version: 6.2\n", to: "Package.swift")
        let outcome = try BuiltCommand.run(
            ["plugin", "build", folder.url.path], environment: ["PATH": "/nonexistent"])
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("'swift' is not on PATH"))
    }

    @Test("a command that was moved without its modules says what it misses")
    func movedCommand() throws {
        let folder = try TemporaryFolder()
        for name in ["ansatz", "libAnsatz.so"] {
            try FileManager.default.copyItem(
                at: BuiltCommand.products.appending(path: name), to: folder.url.appending(path: name))
        }
        let process = Process()
        process.executableURL = folder.url.appending(path: "ansatz")
        process.arguments = ["plugin", "new", "x", "--kind", "solver"]
        process.currentDirectoryURL = folder.url
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 3)
        #expect(text.contains("has no 'Modules/Ansatz.swiftmodule'"), "\(text)")
        #expect(text.contains("was it copied or moved"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("x")))
    }
}
