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
}
