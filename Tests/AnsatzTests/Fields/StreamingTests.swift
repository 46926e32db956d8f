import Ansatz
import Foundation
import Testing

@Suite struct StreamingTests {
    @Test("Equal data give equal bytes, whole and streamed")
    func bytes() throws {
        let scratch = try Scratch()
        for name in ["a", "b"] {
            try DatasetWriter.write(SampleData.dataset(), to: scratch.path(name))
            try SampleData.write(frames: 30, layout: SampleData.layout(), to: scratch.path(name + "s"))
        }
        #expect(try scratch.bytes("a") == scratch.bytes("b"))
        #expect(try scratch.bytes("as") == scratch.bytes("bs"))
    }

    @Test("A spool that is cut, truncated to a checkpoint and continued gives the bytes of an uninterrupted run")
    func resume() throws {
        let scratch = try Scratch()
        let layout = try SampleData.layout()
        let encoder = try FrameEncoder(layout)
        try SampleData.write(frames: 20, layout: layout, to: scratch.path("whole.h5"))

        var checkpoint: FrameSpool.Cursor?
        do {
            let spool = try FrameSpool(path: scratch.path("spool"), layout: layout)
            for number in 0..<13 {
                try spool.append(try SampleData.frame(number, encoder))
                if number == 8 { checkpoint = try spool.synchronize() }
            }
        }
        try scratch.write(scratch.bytes("spool").dropLast(100), to: "spool")
        let spool = try FrameSpool(path: scratch.path("spool"), layout: layout)
        #expect(spool.cursor.frameCount == 12 && spool.droppedByteCount > 0)
        try spool.truncate(to: try #require(checkpoint))
        #expect(spool.cursor.frameCount == 9)
        for number in 9..<20 { try spool.append(try SampleData.frame(number, encoder)) }
        try DatasetWriter.assemble(from: spool, to: scratch.path("resumed.h5"), layout: layout)
        #expect(try scratch.bytes("resumed.h5") == scratch.bytes("whole.h5"))
        #expect(try scratch.names == ["resumed.h5", "spool", "whole.h5"])
    }

    @Test("A spool torn at any byte keeps exactly the frames that are whole")
    func torn() throws {
        let scratch = try Scratch()
        let layout = DatasetLayout(leading: .time, variables: [.init("e")])
        let encoder = try FrameEncoder(layout)
        var ends: [Int] = []
        do {
            let spool = try FrameSpool(path: scratch.path("spool"), layout: layout)
            ends.append(spool.cursor.byteOffset)
            for number in 0..<3 {
                try spool.append(try encoder.encode(at: Double(number), [.float64(Tensor([1], shape: []))]))
                ends.append(spool.cursor.byteOffset)
            }
        }
        let bytes = try scratch.bytes("spool")
        for length in 0...bytes.count {
            try scratch.write(Array(bytes.prefix(length)), to: "torn")
            let spool = try FrameSpool(path: scratch.path("torn"), layout: layout)
            #expect(spool.cursor.frameCount == max(ends.filter { $0 <= length }.count - 1, 0))
            var times: [Double] = []
            try spool.forEachFrame { times.append($0.coordinate) }
            #expect(times == (0..<spool.cursor.frameCount).map { Double($0) })
        }
        for position in ends[1]..<ends[2] {
            var damaged = bytes
            damaged[position] ^= 1
            try scratch.write(damaged, to: "damaged")
            #expect(try FrameSpool(path: scratch.path("damaged"), layout: layout).cursor.frameCount == 1)
        }
    }

    @Test("A spool refuses cursors that are not between its frames, other layouts and other files")
    func spoolErrors() throws {
        let scratch = try Scratch()
        let layout = try SampleData.layout()
        let spool = try FrameSpool(path: scratch.path("spool"), layout: layout)
        try spool.append(try SampleData.frame(0, FrameEncoder(layout)))
        for cursor in [(0, 3), (1, 60), (2, spool.cursor.byteOffset), (-1, 24)] {
            #expect(throws: StorageError.self) {
                try spool.truncate(to: .init(frameCount: cursor.0, byteOffset: cursor.1))
            }
        }
        var other = layout
        other.variables.removeLast()
        #expect(throws: StorageError.self) { try FrameSpool(path: scratch.path("spool"), layout: other) }
        #expect(throws: StorageError.self) {
            let writer = try DatasetWriter(path: scratch.path("a.h5"), layout: other)
            try writer.append(try SampleData.frame(0, FrameEncoder(layout)))
        }
        try scratch.write(Array("something else, and longer than a header".utf8), to: "text")
        #expect(throws: StorageError.self) { try FrameSpool(path: scratch.path("text"), layout: layout) }
        #expect(try scratch.bytes("text").count == 40)
    }

    @Test("Streamed and whole files hold the same fields", arguments: [0, 4])
    func same(compression: Int) throws {
        let scratch = try Scratch()
        let layout = try SampleData.layout(count: 7, compression: compression)
        try SampleData.write(frames: 7, layout: layout, to: scratch.path("stream.h5"))
        let streamed = try DatasetReader(path: scratch.path("stream.h5")).readDataset()
        try DatasetWriter.write(streamed, to: scratch.path("whole.h5"), compression: compression)
        #expect(try DatasetReader(path: scratch.path("whole.h5")).readDataset() == streamed)
        let u = try #require(streamed["u"])
        let times = Axis.Coordinates.uniform(first: 0, spacing: 0.25, count: 7)
        #expect(u.axes[0] == Axis("time", times, unit: "s", longName: "time", role: .time))
        let expected = (0..<7).flatMap { (n: Int) -> [Double] in (0..<1200).map { Double(n) + Double($0) / 7 } }
        #expect(u.doubles.elements == expected)
        #expect(streamed["energy"]?.doubles.elements == (0..<7).map { Double($0 * $0) })
    }

    @Test("One number per frame is stored many to a chunk, over several chunks and a part of one")
    func scalars() throws {
        let scratch = try Scratch()
        let layout = DatasetLayout(leading: .time, variables: [.init("e")])
        let encoder = try FrameEncoder(layout)
        let writer = try DatasetWriter(path: scratch.path("a.h5"), layout: layout)
        for number in 0..<2500 {
            try writer.append(try encoder.encode(at: Double(number), [.float64(Tensor([-Double(number)], shape: []))]))
        }
        try writer.finish()
        let field = try DatasetReader(path: scratch.path("a.h5")).read("e")
        #expect(field.doubles.elements == (0..<2500).map { -Double($0) })
        #expect(field.axes[0].values == (0..<2500).map { Double($0) })
        #expect(try FileSummary(path: scratch.path("a.h5")).root.datasets.last?.chunk == [1024])
    }

    @Test("Memory does not grow with the number of frames")
    func memory() throws {
        let scratch = try Scratch()
        let axes = ["y", "x"].map { Axis($0, .uniform(first: 0, spacing: 1, count: 256)) }
        let layout = DatasetLayout(leading: .time, variables: [.init("u", axes: axes)], compression: 1)
        // One frame again and again: what is measured is the writer. 10,000 frames hold 5.2 GB of numbers.
        let frame = try FrameEncoder(layout).encode(at: 0, [.float64(Tensor(repeating: 1, shape: [256, 256]))])
        let spool = try FrameSpool(path: scratch.path("spool"), layout: layout)
        for _ in 0..<10_000 { try spool.append(frame) }
        let before = try Self.residentBytes()
        try DatasetWriter.assemble(from: spool, to: scratch.path("a.h5"), layout: layout)
        // Other tests run beside this one; the frames would be 10,000 times half a mebibyte.
        #expect(try Self.residentBytes() - before < 200 << 20)
        #expect(try DatasetReader(path: scratch.path("a.h5")).readSlab("u", at: 9999).statistics.minimum == 1)
    }

    private static func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    @Test("No frames make an empty file that opens; a fixed number must be met")
    func counts() throws {
        let scratch = try Scratch()
        try SampleData.write(frames: 0, layout: SampleData.layout(), to: scratch.path("a.h5"))
        #expect(try DatasetReader(path: scratch.path("a.h5")).read("u").shape == [0, 40, 30])
        let fixed = try SampleData.layout(count: 2)
        #expect(throws: StorageError.self) {
            try SampleData.write(frames: 1, layout: fixed, to: scratch.path("b.h5"))
        }
        #expect(throws: StorageError.self) {
            try SampleData.write(frames: 3, layout: fixed, to: scratch.path("b.h5"))
        }
        #expect(try scratch.names == ["a.h5"])
    }

    @Test("Frames survive bytes; one flipped bit anywhere is noticed")
    func frames() throws {
        let frame = try SampleData.frame(3, FrameEncoder(SampleData.layout()))
        #expect(EncodedFrame(bytes: frame.bytes) == frame)
        for position in stride(from: 0, to: frame.byteCount, by: 97) {
            var bytes = frame.bytes
            bytes[position] ^= 16
            #expect(EncodedFrame(bytes: bytes) == nil)
        }
        #expect(EncodedFrame(bytes: []) == nil)
    }

    @Test("Values of a wrong shape, missing ones and times that are not finite are refused")
    func encoder() throws {
        let encoder = try FrameEncoder(DatasetLayout(leading: .time, variables: [.init("e")]))
        let one = FieldValues.float64(Tensor([1], shape: []))
        #expect(throws: ShapeError.self) { try encoder.encode(at: 0, [.float64(Tensor([1, 2]))]) }
        #expect(throws: ShapeError.self) { try encoder.encode(at: 0, ["f": one]) }
        #expect(throws: ShapeError.self) { try encoder.encode(at: .nan, [one]) }
        #expect(throws: ShapeError.self) {
            try FrameEncoder(DatasetLayout(leading: .time, variables: [.init("e")], compression: 10))
        }
    }
}
