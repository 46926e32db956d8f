import Foundation
import TestSupport
import Testing

/// What may happen to a file.
enum Damage: String, CaseIterable, Sendable {
    case removed, emptied, halved, flipped, replaced

    func apply(to path: String) throws {
        let url = URL(fileURLWithPath: path)
        var data = try Data(contentsOf: url)
        switch self {
        case .removed: return try FileManager.default.removeItem(at: url)
        case .emptied: data = Data()
        case .halved: data = data.prefix(data.count / 2)
        case .flipped: for index in stride(from: data.count / 3, to: data.count, by: 97) { data[index] ^= 0x11 }
        case .replaced: data = Data("{ \"digest\": [1, null], \"extent\": 1e999 }".utf8)
        }
        // In place, as a failing disk or another program would.
        try data.write(to: url)
    }
}

@Suite("Files of a run that somebody or something changed are noticed, and nothing wrong is called ok")
struct DamagedRunTests {
    private static let finished = try? Finished()

    /// An undisturbed run, and one that was interrupted half way.
    final class Finished: Sendable {
        let scenario: MarchScenario
        let directory: String
        let interrupted: String
        let bytes: Data
        let metrics: String

        init() throws {
            scenario = try MarchScenario(in: TemporaryFolder(shared: "march"))
            directory = scenario.folder.path("done")
            interrupted = scenario.folder.path("interrupted")
            guard try scenario.run(in: directory).status == 0 else { throw CocoaError(.fileReadUnknown) }
            bytes = try MarchScenario.result(in: directory)
            metrics = try String(contentsOfFile: directory + "/stages/run/metrics.json", encoding: .utf8)
            try interrupt()
        }

        /// Kills a run in its middle, at a moment when both of its checkpoints are there: between two renames there is
        /// only one, which the tests of missing files are for.
        private func interrupt() throws {
            let part = interrupted + "/stages/run.part/"
            func exist(_ names: String...) -> Bool {
                names.allSatisfy { FileManager.default.fileExists(atPath: part + $0) }
            }
            for _ in 0..<50 {
                try? FileManager.default.removeItem(atPath: interrupted)
                let running = try BuiltCommand.start(scenario.arguments(interrupted))
                while !exist("checkpoint.previous.bin", "checkpoint.bin"), running.process.isRunning { usleep(500) }
                running.send(SIGKILL)
                _ = running.wait()
                if exist("checkpoint.previous.bin", "checkpoint.bin", "frames.spool"), !exist("done.json") { return }
            }
            throw CocoaError(.fileReadUnknown)
        }
    }

    /// Damages a file of a copy of a run, runs again, and expects the undisturbed result.
    private func check(_ file: String, _ damage: Damage, of original: KeyPath<Finished, String>) throws -> String {
        let finished = try #require(Self.finished)
        let copy = try TemporaryFolder()
        let directory = copy.path("run")
        try FileManager.default.copyItem(atPath: finished[keyPath: original], toPath: directory)
        try damage.apply(to: directory + "/" + file)
        let outcome = try finished.scenario.run(in: directory)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try MarchScenario.result(in: directory) == finished.bytes)
        let metrics = try String(contentsOfFile: directory + "/stages/run/metrics.json", encoding: .utf8)
        #expect(metrics == finished.metrics)
        #expect(outcome.output.contains("207"), "the iterations of the undisturbed run are not in the table")
        return outcome.errors
    }

    @Test(
        "Of a finished run: made again, with the reason",
        arguments: ["result.h5", "metrics.json", "key.json", "done.json"], Damage.allCases)
    func finished(file: String, damage: Damage) throws {
        let errors = try check("stages/run/\(file)", damage, of: \.directory)
        #expect(errors.contains("run: run (the finished result is damaged: its "), "\(errors)")
        #expect(errors.contains(file), "\(errors)")
    }

    @Test("One changed digit of a metric is not reported", arguments: ["207", "64"])
    func changedDigit(number: String) throws {
        let finished = try #require(Self.finished)
        let copy = try TemporaryFolder()
        let directory = copy.path("run")
        try FileManager.default.copyItem(atPath: finished.directory, toPath: directory)
        let path = directory + "/stages/run/metrics.json"
        let changed = try #require(finished.metrics.firstRange(of: "207")).lowerBound
        var text = finished.metrics
        text.replaceSubrange(changed...changed, with: "9")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let outcome = try finished.scenario.run(in: directory)
        // The folder's name is random, and may hold any digits.
        let said = outcome.output.replacing(directory, with: "")
        #expect(outcome.status == 0 && said.contains("207") && !said.contains("907"))
    }

    @Test(
        "What a finished run does not need for its answer is no reason to make it again",
        arguments: [
            "stages/run/checkpoint.bin", "stages/run/timing.json", "stages/run/result.xdmf", "summary.json",
            "resolved.json", "events.jsonl", "scenario.yaml",
        ], [Damage.removed, .halved, .flipped])
    func beside(file: String, damage: Damage) throws {
        let errors = try check(file, damage, of: \.directory)
        #expect(errors.contains("run: reuse (nothing changed)"), "\(errors)")
    }

    @Test("An untouched copy of a run is reused")
    func copied() throws {
        let finished = try #require(Self.finished)
        let copy = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: finished.directory, toPath: copy.path("run"))
        #expect(try finished.scenario.run(in: copy.path("run")).errors.contains("run: reuse (nothing changed)"))
    }

    @Test(
        "Of an interrupted run: it goes on or starts afresh, to the same bits",
        arguments: ["checkpoint.bin", "checkpoint.previous.bin", "frames.spool", "key.json"], Damage.allCases)
    func interrupted(file: String, damage: Damage) throws {
        _ = try check("stages/run.part/\(file)", damage, of: \.interrupted)
    }

    @Test("Both checkpoints at once", arguments: Damage.allCases)
    func bothCheckpoints(damage: Damage) throws {
        let finished = try #require(Self.finished)
        let copy = try TemporaryFolder()
        let directory = copy.path("run")
        try FileManager.default.copyItem(atPath: finished.interrupted, toPath: directory)
        for name in ["checkpoint.bin", "checkpoint.previous.bin"] {
            try damage.apply(to: directory + "/stages/run.part/" + name)
        }
        #expect(try finished.scenario.run(in: directory).status == 0)
        #expect(try MarchScenario.result(in: directory) == finished.bytes)
    }

    @Test(
        "An extension of a result with a damaged checkpoint starts afresh, to the same bits", arguments: Damage.allCases
    )
    func extended(damage: Damage) throws {
        let finished = try #require(Self.finished)
        let copy = try TemporaryFolder()
        let (extended, fresh) = (copy.path("extended"), copy.path("fresh"))
        try FileManager.default.copyItem(atPath: finished.directory, toPath: extended)
        try damage.apply(to: extended + "/stages/run/checkpoint.bin")
        let more = ["--set", "stages.run.with.steps=70"]
        let outcome = try finished.scenario.run(in: extended, more)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try finished.scenario.run(in: fresh, more).status == 0)
        #expect(try MarchScenario.result(in: extended) == MarchScenario.result(in: fresh))
    }
}
