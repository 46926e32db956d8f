import Ansatz
import Testing

@Suite struct ForeignFileTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try Python.run("make_fixtures.py", scratch.folder)
    }

    @Test("Numbers of every kind and byte order become ours")
    func kinds() throws {
        let reader = try DatasetReader(path: scratch.path("kinds.h5"))
        #expect(try reader.read("big_endian").values == .float32(Tensor([0, 1, 2, 3, 4, 5], shape: [2, 3])))
        #expect(try reader.read("int8").doubles.elements == [-128, 0, 127])
        #expect(try reader.read("uint64").doubles.elements == [0, 1_099_511_627_776])
        #expect(try reader.read("half").floats.elements == [0.5, -2])
        #expect(try reader.read("flags").doubles.elements == [1, 0, 1])
        #expect(try reader.read("flags", as: .float32).floats.elements == [1, 0, 1])
        #expect(try reader.read("scalar").doubles.elements == [2.5])
        #expect(try reader.read("nothing").count == 0)
        #expect(try reader.read("soft").doubles.elements == [0, 1, 2, 3])
        #expect(try reader.read("labelled").axes.map(\.name) == ["row", "dim_1"])
        #expect(
            try reader.variable("labelled").attributes == [
                Attribute("note", .list(["one", "two"])), Attribute("count", 3),
            ])
    }

    @Test("What is no number, not there, elsewhere or too large says so")
    func refusals() throws {
        let reader = try DatasetReader(path: scratch.path("kinds.h5"))
        let cases: [(String, StorageError.Reason)] = [
            ("text", .wrongType), ("texts", .wrongType), ("complex", .wrongType), ("group", .wrongType),
            ("external", .wrongType), ("missing", .missingObject), ("group/missing", .missingObject),
            ("half/inner", .missingObject), ("huge", .outOfMemory), ("/", .wrongType), ("", .wrongType),
        ]
        for (name, reason) in cases {
            let error = #expect(throws: StorageError.self, "\(name)") { try reader.read(name) }
            #expect(error?.reason == reason, "\(name)")
        }
        let error = #expect(throws: StorageError.self) { try reader.read("group/missing") }
        #expect(error?.available == ["inner"])
        #expect(throws: StorageError.self) { try reader.readForeign("int8", axes: ["a", "b"]) }
        // A group that contains its parent must not be walked for ever.
        #expect(throws: StorageError.self) { try reader.variables() }
    }

    @Test("PDEBench's merged files: axes, coordinates cut to the times there are")
    func merged() throws {
        let reader = try DatasetReader(path: scratch.path("pdebench1d.h5"))
        let field = try reader.readPDEBench()
        #expect(field.axes.map(\.name) == ["sample", "time", "x"] && field.shape == [3, 4, 5])
        #expect(field.axes.map(\.role) == [.sample, .time, .space])
        #expect(field.axes[1].values == [0, 0.5, 1, 1.5])
        #expect(field.axes[2].values.map { Float($0) } == [0.1, 0.3, 0.5, 0.7, 0.9])
        #expect(field.floats.elements == (0..<60).map { Float($0) })
        let plane = try DatasetReader(path: scratch.path("pdebench2d.h5"))
        #expect(try plane.readPDEBench().axes.map(\.name) == ["sample", "time", "x", "y", "component"])
        #expect(try plane.readPDEBench("nu").axes.map(\.name) == ["sample", "x", "y"])
        #expect(throws: StorageError.self) { try plane.readPDEBench("x-coordinate") }
        #expect(throws: StorageError.self) {
            try plane.readForeign("nu", axes: ["a", "b", "c"], coordinates: ["c": "x-coordinate"])
        }
    }

    @Test("PDEBench's groups per seed")
    func seeds() throws {
        let reader = try DatasetReader(path: scratch.path("seeds.h5"))
        #expect(try reader.pdebenchSeeds() == ["0000", "0001"])
        let field = try reader.readPDEBench(seed: "0001")
        #expect(field.axes.map(\.name) == ["time", "x", "y", "component"] && field.floats.elements.first == 1)
        #expect(field.axes[2].coordinate(at: 0) == -2 && field.axes[1].spacing() != nil)
        #expect(throws: StorageError.self) { try reader.readPDEBench(seed: "0002") }
    }

    @Test("netCDF's packed, missing and never written numbers")
    func packed() throws {
        let reader = try DatasetReader(path: scratch.path("weather.nc"))
        let field = try reader.read("packed")
        #expect(field.unit == "K" && field.axes.map(\.name) == ["time", "lat"])
        #expect(field.axes[1].values == [-45, 0, 60] && field.axes[1].unit == "degrees_north")
        #expect(field.doubles.elements.map { $0.isNaN ? -1 : $0 } == [10.5, 11, -1, 12, 12.5, 13])
        #expect(field.firstNonFinite == [0, 2])
        let plain = try reader.read("plain")
        #expect(plain.axes[0] == .index("bare", count: 2, role: .space))
        #expect(plain.axes[1].name == "lat" && plain.floats.elements.prefix(3) == [1, 2, 3])
        #expect(try reader.attributes()["title"]?.text == "packed")
    }

    @Test("A summary shows the tree, ranges and storage")
    func summary() throws {
        let summary = try FileSummary(path: scratch.path("seeds.h5"))
        #expect(summary.root.groups.map(\.name) == ["0000", "0001"])
        let group = summary.root.groups[1]
        #expect(group.attributes == [Attribute("config", "sim: {}")])
        #expect(group.datasets.map(\.variable.name) == ["0001/data"] && group.groups[0].datasets.count == 3)
        let statistics = try #require(group.datasets.first?.statistics)
        #expect(statistics.minimum == 1 && statistics.maximum == 48 && statistics.mean == 24.5)
        let weather = try FileSummary(path: scratch.path("weather.nc"))
        let packed = try #require(weather.root.datasets.first { $0.variable.name == "packed" })
        #expect(packed.statistics?.nanCount == 1 && packed.filters.contains("shuffle") && packed.chunk != nil)
        #expect(packed.variable.type == "int16" && packed.variable.maximumShape == [nil, 3])
    }
}
