import Ansatz
import Foundation
import Testing

@Suite struct DamagedFileTests {
    @Test("A file cut at any of many lengths gives an error, never a crash or wrong numbers")
    func truncated() throws {
        let scratch = try Scratch()
        var dataset = try SampleData.dataset()
        dataset.attributes.removeAll { $0.name == "scenario" }
        try DatasetWriter.write(dataset, to: scratch.path("whole.h5"))
        let bytes = try scratch.bytes("whole.h5")
        for length in stride(from: 0, to: bytes.count, by: 61) {
            try scratch.write(Array(bytes.prefix(length)), to: "cut.h5")
            #expect(throws: StorageError.self, "\(length)") {
                _ = try DatasetReader(path: scratch.path("cut.h5")).readDataset()
            }
        }
    }

    @Test("What is missing, a folder, empty, a text or a cut file is told apart")
    func reasons() throws {
        let scratch = try Scratch()
        try scratch.write([], to: "empty")
        try scratch.write(Array("name: heat\n".utf8), to: "text")
        try DatasetWriter.write(SampleData.dataset(), to: scratch.path("whole"))
        try scratch.write(Array(try scratch.bytes("whole").dropLast(1000)), to: "cut")
        let cases: [(String, StorageError.Reason)] = [
            ("none", .missingFile), ("text/x", .missingFile), ("", .notHDF5), ("empty", .truncated),
            ("text", .notHDF5), ("cut", .truncated),
        ]
        for (name, reason) in cases {
            let error = #expect(throws: StorageError.self) { try DatasetReader(path: scratch.path(name)) }
            #expect(error?.reason == reason, "\(name): \(String(describing: error))")
            #expect(error?.description.hasPrefix(scratch.path(name)) == true)
        }
    }

    @Test("Folders that are missing or are files refuse output by name")
    func output() throws {
        let scratch = try Scratch()
        try scratch.write([0], to: "file")
        for name in ["none/a.h5", "file/a.h5"] {
            let error = #expect(throws: StorageError.self) {
                try DatasetWriter.write(SampleData.dataset(), to: scratch.path(name))
            }
            #expect(error?.reason == .missingFile)
        }
    }

    @Test("A folder without write permission refuses output, a file without read permission input")
    func permissions() throws {
        // Root may do anything, so as root the claim is about /proc, which nobody may write to.
        let scratch = try Scratch()
        if getuid() == 0 {
            #expect(throws: StorageError.self) { try DatasetWriter.write(Dataset(), to: "/proc/a.h5") }
            return
        }
        chmod(scratch.folder, 0o555)
        let error = #expect(throws: StorageError.self) { try DatasetWriter.write(Dataset(), to: scratch.path("a.h5")) }
        #expect(error?.reason == .permissionDenied)
        chmod(scratch.folder, 0o755)
        try DatasetWriter.write(Dataset(), to: scratch.path("a.h5"))
        chmod(scratch.path("a.h5"), 0)
        let denied = #expect(throws: StorageError.self) { try DatasetReader(path: scratch.path("a.h5")) }
        #expect(denied?.reason == .permissionDenied)
    }

    @Test(
        "A full disk is told, leaves nothing behind, and the library works on",
        .enabled(if: getuid() == 0, "needs to mount a small disk"))
    func fullDisk() throws {
        let scratch = try Scratch()
        let disk = scratch.path("disk")
        mkdir(disk, 0o755)
        try #require(run("/bin/mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk) == 0)
        defer { _ = run("/bin/umount", disk) }
        let layout = try SampleData.layout(compression: 0)
        // 500 frames have 7 MB; so do the sines, which deflate makes little smaller.
        let sines = Tensor((0..<900_000).map { sin(Double($0)) })
        let large = try Dataset([Field("f", axes: [.index("i", count: 900_000, role: .space)], sines)])
        let attempts: [() throws -> Void] = [
            { try SampleData.write(frames: 500, layout: layout, to: disk + "/a.h5") },
            { try DatasetWriter.write(large, to: disk + "/a.h5", compression: 1) },
            { try DatasetWriter.write(large, to: disk + "/a.h5", compression: 0) },
        ]
        for attempt in attempts {
            let error = #expect(throws: StorageError.self) { try attempt() }
            #expect(error?.reason == .diskFull)
            #expect(try FileManager.default.contentsOfDirectory(atPath: disk).isEmpty)
        }
        let spool = try FrameSpool(path: disk + "/spool", layout: layout)
        let encoder = try FrameEncoder(layout)
        let error = #expect(throws: StorageError.self) {
            for number in 0..<500 { try spool.append(try SampleData.frame(number, encoder)) }
        }
        #expect(error?.reason == .diskFull)
        var whole = 0
        try spool.forEachFrame { _ in whole += 1 }
        #expect(whole == spool.cursor.frameCount && whole > 100)
        try spool.truncate(to: .init(frameCount: 0, byteOffset: 24))
        try DatasetWriter.write(SampleData.dataset(), to: disk + "/b.h5")
        #expect(try DatasetReader(path: disk + "/b.h5").readDataset() == SampleData.dataset())
    }

    private func run(_ program: String, _ arguments: String...) -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        guard (try? process.run()) != nil else { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
