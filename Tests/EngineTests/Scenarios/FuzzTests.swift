import Foundation
import TestSupport
import Testing

/// The short form of the fuzzers; docs/fuzzing.md has the long one.
@Suite("Scenarios and formulas of any kind neither crash nor hang what reads them", .serialized)
struct FuzzTests {
    private func fuzz(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = BuiltCommand.products.appending(path: "Fuzz")
        process.arguments = arguments + ["--keep", folder.url.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    @Test(
        "No fault in a few hundred cases of each kind",
        arguments: [
            ["expressions", "--cases", "20000", "--seed", "11"], ["scenarios", "--cases", "600", "--seed", "11"],
            ["truncations", "--cases", "300", "--from", "4000"], ["command", "--cases", "12", "--seed", "11"],
        ])
    func short(arguments: [String]) throws {
        let (status, output) = try fuzz(arguments)
        #expect(status == 0, "\(output)")
        #expect(output.contains(" 0 faults"), "\(output)")
    }

    @Test("A case is the same whenever it is made from the same seed and number")
    func repeatable() throws {
        let first = try fuzz(["scenarios", "--show", "17", "--seed", "5"])
        #expect(try fuzz(["scenarios", "--show", "17", "--seed", "5"]).output == first.output)
        #expect(try fuzz(["scenarios", "--show", "18", "--seed", "5"]).output != first.output)
        #expect(!first.output.isEmpty)
    }
}
