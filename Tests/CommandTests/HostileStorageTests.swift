import Foundation
import TestSupport
import Testing

@Suite("Disks, folders, sizes and arguments that no run can work with", .serialized)
struct HostileStorageTests {
    private func expect(
        _ outcome: BuiltCommand.Outcome, _ status: Int32, _ words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
        for word in words {
            #expect(
                outcome.errors.contains(word), "no '\(word)' in:\n\(outcome.errors)", sourceLocation: sourceLocation)
        }
    }

    /// A file system of `size` KiB in a folder that goes away; `nil`, with the reason printed, where that is not allowed.
    private func mounted(_ size: Int, _ body: (_ path: String) throws -> Void) throws {
        let folder = try TemporaryFolder()
        guard Shell.mount(folder.url.path, options: "size=\(size)k") else {
            print("skipped: a tmpfs can be mounted by root only")
            return
        }
        defer { Shell.unmount(folder.url.path) }
        try body(folder.url.path)
    }

    /// The run needs 2040 KiB of frames in the spool, and as much again for the result.
    @Test("A disk that fills up stops the run; with space it goes on to the same bits", arguments: [2100, 2600, 3400])
    func fullDisk(kilobytes: Int) throws {
        let scenario = try MarchScenario()
        let undisturbed = scenario.folder.path("undisturbed")
        expect(try scenario.run(in: undisturbed), 0)
        try mounted(kilobytes) { path in
            let stopped = try scenario.run(in: path + "/out")
            expect(stopped, 4, path, "no space left", "free some space", "it continues")
            #expect(!FileManager.default.fileExists(atPath: path + "/out/stages/run"))
            #expect(Shell.mount(path, options: "remount,size=64m"))
            expect(try scenario.run(in: path + "/out"), 0, "resume")
            #expect(try MarchScenario.result(in: path + "/out") == MarchScenario.result(in: undisturbed))
        }
    }

    @Test("What can't fit the disk is refused before it starts, and a finished run is not")
    func tooSmallDisk() throws {
        let scenario = try MarchScenario()
        try mounted(1000) { path in
            expect(try scenario.run(in: path + "/out"), 2, "'run' writes up to", path, "--output")
            #expect(Shell.mount(path, options: "remount,size=12000k"))
            expect(try scenario.run(in: path + "/out"), 0)
            // What is left is less than the frames, had they to be written again.
            Shell.fill(path + "/filling", kilobytes: 9000)
            expect(try scenario.run(in: path + "/out"), 0, "reuse")
        }
    }

    @Test("A read-only disk is named before anything is computed")
    func readOnly() throws {
        let scenario = try MarchScenario()
        try mounted(1000) { path in
            #expect(Shell.mount(path, options: "remount,ro"))
            expect(try scenario.run(in: path + "/out"), 4, path, "Read-only", "--output")
        }
        expect(try scenario.run(in: "/proc/out"), 4, "/proc/out", "--output")
    }

    @Test("A file where the run directory should be stays as it is")
    func outputIsFile() throws {
        let scenario = try MarchScenario()
        let file = try scenario.folder.write("precious", to: "file")
        expect(try scenario.run(in: file), 4, file, "is a file, not a folder", "--output")
        expect(try scenario.run(in: file + "/below"), 4, file, "is a file, not a folder")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
    }

    @Test("A second run in a directory names the first, which goes on to the same bits")
    func twoAtOnce() throws {
        let scenario = try MarchScenario()
        let (alone, shared) = (scenario.folder.path("alone"), scenario.folder.path("shared"))
        let more = ["--set", "stages.run.with.steps=400"]
        expect(try scenario.run(in: alone, more), 0)
        let first = try BuiltCommand.start(scenario.arguments(shared) + more)
        while !FileManager.default.fileExists(atPath: shared + "/stages/run.part/checkpoint.bin"),
            first.process.isRunning
        { usleep(2000) }
        first.send(SIGSTOP)
        let second = try scenario.run(in: shared, more)
        first.send(SIGCONT)
        expect(second, 4, shared, "in use by process \(first.process.processIdentifier)", "--output")
        expect(first.wait(), 0)
        #expect(try MarchScenario.result(in: shared) == MarchScenario.result(in: alone))
    }

    @Test(
        "Sizes beyond memory, disk and integers are refused before anything is allocated",
        arguments: [
            ("with.cells=[1e9, 1e9]", "more than any memory holds"),
            ("with.cells=[9223372036854775807, 2]", "more than any memory holds"),
            ("with.cells=[1e18, 4]", "more than any memory holds"), ("with.cells=[200000, 200000]", "of memory"),
            ("with.steps=1e15", "more than any memory holds"), ("with.steps=1e18", "more than any memory holds"),
            ("with.steps=1e8", "writes up to"),
        ])
    func beyondMemory(setting: String, words: String) throws {
        let scenario = try MarchScenario()
        expect(
            try scenario.run(in: scenario.folder.path("out"), ["--set", "stages.run.\(setting)"]), 2, words, "help:")
    }

    @Test("Scenario files that are none")
    func scenarioFiles() throws {
        let folder = try TemporaryFolder()
        func validate(_ name: String) throws -> BuiltCommand.Outcome {
            try BuiltCommand.run(["validate", name], in: folder.url)
        }
        _ = try folder.write("name: a\n", to: "known.yaml")
        expect(try validate("knwon.yaml"), 2, "there is no file 'knwon.yaml'", "did you mean 'known.yaml'?")
        expect(try validate("."), 2, "'.' is a directory", "help:")
        _ = try folder.write("", to: "empty.yaml")
        expect(try validate("empty.yaml"), 2, "the file is empty", "'name' and 'stages'")
        try Data((0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 128) }).write(
            to: folder.url.appending(path: "b.yaml"))
        expect(try validate("b.yaml"), 2, "b.yaml", "not UTF-8")
        let sparse = folder.path("sparse.yaml")
        _ = FileManager.default.createFile(atPath: sparse, contents: nil)
        truncate(sparse, 1 << 30)
        expect(try validate("sparse.yaml"), 2, "'sparse.yaml' is larger than 1 MiB", "HDF5")
        chmod(folder.path("known.yaml"), 0)
        if getuid() == 0 {
            print("skipped: root may read a file without permissions")
        } else {
            expect(try validate("known.yaml"), 2, "cannot open 'known.yaml'", "ermission")
        }
    }

    @Test(
        "Arguments that are none",
        arguments: [
            (["run", "{}", "--threads", "0"], "--threads must be between 1 and 1024"),
            (["run", "{}", "--threads", "many"], "many"),
            (["run", "{}", "--thread", "2"], "Did you mean '--threads'?"),
            (["runn", "{}"], "did you mean 'run'?"), (["run"], "<file>"), (["describ"], "unknown verb 'describ'"),
        ])
    func arguments(arguments: [String], words: String) throws {
        let scenario = try MarchScenario()
        expect(try BuiltCommand.run(arguments.map { $0 == "{}" ? scenario.path : $0 }), 64, words)
    }

    @Test("Probes outside the field, and with too few coordinates")
    func probes() throws {
        let scenario = try MarchScenario()
        let directory = scenario.folder.path("out")
        func run(_ probes: String) throws -> BuiltCommand.Outcome {
            try scenario.run(in: directory, ["--set", "stages.run.output.probes=\(probes)"])
        }
        expect(try run("[[0.5, 1.5]]"), 4, "[0.5, 1.5] lies outside", "y from 0.0 to 1.0", "move it inside")
        expect(try run("[[0.5]]"), 4, "[0.5] needs 2 coordinates", "(x, y)")
    }
}

/// What a test needs of the system.
private enum Shell {
    static func mount(_ path: String, options: String) -> Bool {
        getuid() == 0 && call("/usr/bin/mount", ["-t", "tmpfs", "-o", options, "tmpfs", path])
    }

    static func unmount(_ path: String) { _ = call("/usr/bin/umount", ["-l", path]) }

    static func fill(_ path: String, kilobytes: Int) {
        _ = FileManager.default.createFile(atPath: path, contents: Data(count: kilobytes << 10))
    }

    private static func call(_ program: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
