import Foundation
import Testing
import TestSupport

@Suite("Inspect")
struct InspectTests {
    /// A finished run of 20 steps with one method.
    private static func run(in folder: TemporaryFolder) throws -> String {
        let scenario = try folder.write(
            """
            name: small
            stages:
              march:
                integrate: heat
                with: { cells: [8, 6], steps: 20 }
                using: { integrator: crank_nicolson, solver: cg }
                output: { every: 10 steps }
            """, to: "small.yaml")
        let outcome = try BuiltCommand.run(["run", scenario, "-o", folder.path("out"), "--quiet"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return folder.path("out")
    }

    @Test("a result file shows dimensions, ranges, storage and its digest")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = try Self.run(in: folder) + "/stages/march/result.h5"
        let outcome = try BuiltCommand.run(["inspect", path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        // 8 by 6 cells have 9 by 7 corners; three frames: steps 0, 10 and 20.
        #expect(outcome.output.contains("time 3, y 7, x 9"), "\(outcome.output)")
        #expect(outcome.output.contains("step_iterations"))
        let sum = Process()
        let pipe = Pipe()
        sum.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        sum.arguments = [path]
        sum.standardOutput = pipe
        try sum.run()
        let expected = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).prefix(64)
        sum.waitUntilExit()
        #expect(outcome.output.contains("SHA-256 \(expected)"))
        let quick = try BuiltCommand.run(["inspect", path, "--no-values"])
        #expect(quick.status == 0)
        #expect(!quick.output.contains("SHA-256"))
    }

    @Test("a run shows its results, their state and their files, with and without a summary")
    func directory() throws {
        let folder = try TemporaryFolder()
        let path = try Self.run(in: folder)
        let outcome = try BuiltCommand.run(["inspect", path])
        #expect(outcome.status == 0)
        for text in ["run 'small', ok", "march", "finished", "report.html", "stages/march/result.h5"] {
            #expect(outcome.output.contains(text), "no '\(text)' in:\n\(outcome.output)")
        }
        try FileManager.default.removeItem(atPath: path + "/summary.json")
        let killed = try BuiltCommand.run(["inspect", path])
        #expect(killed.status == 0)
        #expect(killed.output.contains("without a summary"))
    }

    @Test("files that are missing, cut off, or no HDF5 end with 2 and say so")
    func badFiles() throws {
        let folder = try TemporaryFolder()
        let path = try Self.run(in: folder) + "/stages/march/result.h5"
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let cut = folder.path("cut.h5")
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: cut))
        let text = try folder.write("plain text", to: "text.h5")
        for (file, words) in [(folder.path("cot.h5"), "did you mean 'cut.h5'?"), (cut, "shorter"), (text, "HDF5")] {
            let outcome = try BuiltCommand.run(["inspect", file])
            #expect(outcome.status == 2, "\(file): \(outcome.output)")
            #expect(outcome.errors.hasPrefix("error: \(file): "), "\(outcome.errors)")
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
        let noRun = try BuiltCommand.run(["inspect", folder.url.path])
        #expect(noRun.status == 2)
    }
}
