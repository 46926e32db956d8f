import Foundation
import TestSupport
import Testing

/// `ansatz plugin new`, `build` and `test`: from nothing to a scenario, as the author of a plugin goes it.
@Suite("A plugin from nothing", .serialized)
struct PluginScaffoldTests {
    @Test(
        "of each kind passes its tests, builds, and runs its scenario",
        arguments: ["solver", "operator", "integrator", "tuner", "generator", "problem"])
    func fromNothing(kind: String) throws {
        let folder = try TemporaryFolder()
        let name = "my_\(kind)"
        var seconds: [Double] = []
        func step(_ arguments: [String]) throws -> String {
            let start = Date()
            let outcome = try BuiltCommand.run(arguments, in: folder.url)
            seconds.append(Date().timeIntervalSince(start))
            try #require(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
            return outcome.output
        }
        let made = try step(["plugin", "new", name, "--kind", kind])
        #expect(made.contains("\(name): a plugin with the \(kind) '\(name)'"))
        let tested = try step(["plugin", "test", name])
        #expect(tested.contains(/✔ Test "keeps the contract of its role" with [0-9]+ test cases passed/), "\(tested)")
        let built = try step(["plugin", "build", name])
        #expect(built.contains("plugin '\(name)' with \(kind) '\(name)'"), "\(built)")
        // The command that the build prints is the one that runs.
        let line = try #require(built.split(separator: "\n").first { $0.hasPrefix("run it: ") })
        let words = line.split(separator: " ").dropFirst(3).map(String.init)
        #expect(words == ["run", "\(name)/examples/\(name).yaml", "--plugin-path", "\(name)/.build/release"])
        _ = try step(words)
        let summary = try Summary(folder.path("runs/\(name)"))
        #expect(summary.status == "ok")
        for file in ["Package.swift", "README.md", "Sources", "Tests", "examples"] {
            let text = try Self.text(below: folder.url.appending(path: "\(name)/\(file)"))
            #expect(!text.contains(/PluginName|plugin_name|plugin_kind/), "\(file)")
        }
        let table = zip(["new", "test", "build", "run"], seconds).map { "\($0) \(String(format: "%.1f", $1)) s" }
        print("plugin of kind \(kind): \(table.joined(separator: ", "))")
    }

    /// All text in a file, or in the files of a folder.
    private static func text(below url: URL) throws -> String {
        guard let paths = FileManager.default.subpaths(atPath: url.path), !paths.isEmpty else {
            return try String(contentsOf: url, encoding: .utf8)
        }
        return paths.compactMap { try? String(contentsOf: url.appending(path: $0), encoding: .utf8) }.joined()
    }

    /// A built plugin with a solver that multiplies its start by 2 and is none.
    private func smallPlugin(_ folder: TemporaryFolder) throws {
        #expect(try BuiltCommand.run(["plugin", "new", "small", "--kind", "solver"], in: folder.url).status == 0)
        try FileManager.default.removeItem(at: folder.url.appending(path: "small/Tests"))
        try Data(
            """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(
                name: "Small", products: [.library(name: "Small", type: .dynamic, targets: ["Small"])],
                targets: [.target(name: "Small")])
            """.utf8
        ).write(to: folder.url.appending(path: "small/Package.swift"))
    }

    @Test("is the example of docs/plugins.md, word for word")
    func documentedExample() throws {
        let folder = try TemporaryFolder()
        #expect(try BuiltCommand.run(["plugin", "new", "jacobi", "--kind", "solver"], in: folder.url).status == 0)
        let made = try String(contentsOfFile: folder.path("jacobi/Sources/Jacobi/Jacobi.swift"), encoding: .utf8)
        let page = BuiltCommand.repository.appending(path: "docs/plugins.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains("```swift\n\(made)```\n"))
    }

    @Test("shows the compiler's words where they belong, and is mended by mending")
    func compilerErrors() throws {
        let folder = try TemporaryFolder()
        try smallPlugin(folder)
        let source = folder.url.appending(path: "small/Sources/Small/Small.swift")
        let text = try String(contentsOf: source, encoding: .utf8)
        try text.replacing("options.omega", with: "options.omegga").write(to: source, atomically: true, encoding: .utf8)
        let broken = try BuiltCommand.run(["plugin", "build", "small"], in: folder.url)
        #expect(broken.status == 3)
        #expect((broken.output + broken.errors).contains(/Small\.swift:[0-9]+:[0-9]+: error: .*omegga/))
        #expect(broken.errors.contains("error: the build of 'small' failed"))
        try text.replacing("let plugin", with: "let plug").write(to: source, atomically: true, encoding: .utf8)
        let undeclared = try BuiltCommand.run(["plugin", "build", "small"], in: folder.url)
        #expect(undeclared.status == 3)
        #expect((undeclared.output + undeclared.errors).contains("A plugin's module declares: let plugin = Plugin("))
        try text.write(to: source, atomically: true, encoding: .utf8)
        #expect(try BuiltCommand.run(["plugin", "build"], in: folder.url.appending(path: "small")).status == 0)
    }

    @Test("in a copied folder is built afresh, at once, and says so; in its own it is not")
    func copiedFolder() throws {
        let folder = try TemporaryFolder()
        try smallPlugin(folder)
        func build(_ name: String) throws -> BuiltCommand.Outcome {
            try BuiltCommand.run(["plugin", "build", name], in: folder.url)
        }
        #expect(try build("small").status == 0)
        try FileManager.default.copyItem(atPath: folder.path("small"), toPath: folder.path("copy"))
        let copied = try build("copy")
        #expect(copied.status == 0, "\(copied.output)\(copied.errors)")
        #expect(copied.errors.contains("note: 'copy/.build' was built at another path: building afresh"))
        #expect(try !build("copy").errors.contains("afresh"))
        #expect(try !build("small").errors.contains("afresh"))
        // A folder that was built before the path was written down.
        try FileManager.default.moveItem(atPath: folder.path("copy"), toPath: folder.path("moved"))
        try FileManager.default.removeItem(atPath: folder.path("moved/.build/ansatz-folder"))
        let moved = try build("moved")
        #expect(moved.status == 0, "\(moved.output)\(moved.errors)")
        #expect(moved.errors.contains("afresh"))
    }

    @Test("of another build is refused with the command that builds it again, and that helps")
    func otherHost() throws {
        let folder = try TemporaryFolder()
        try smallPlugin(folder)
        let package = folder.url.appending(path: "small").resolvingSymlinksInPath()
        #expect(try BuiltCommand.run(["plugin", "build", package.path]).status == 0)
        let library = package.appending(path: ".build/release/libSmall.so").resolvingSymlinksInPath()
        var bytes = try Data(contentsOf: library)
        let record = try #require(bytes.range(of: TestPlugin.recordMagic))
        bytes[record.lowerBound + 20] ^= 1
        try bytes.write(to: library)
        let validate = [
            "validate", package.appending(path: "examples/small.yaml").path, "--plugin-path",
            package.appending(path: ".build/release").path,
        ]
        let refused = try BuiltCommand.run(validate)
        #expect(refused.status == 3)
        #expect(refused.errors.contains("was built against core"))
        let remedy = try #require(refused.errors.firstMatch(of: /`ansatz (plugin build [^`]+)`/))
        #expect(try BuiltCommand.run(remedy.output.1.split(separator: " ").map(String.init)).status == 0)
        #expect(try BuiltCommand.run(validate).status == 0)
    }
}
