import Ansatz
import Testing

@Suite struct RoundTripTests {
    @Test("What was written is read: fields, axes, units, attributes of all types", arguments: [0, 1, 9])
    func dataset(compression: Int) throws {
        let scratch = try Scratch()
        let dataset = try SampleData.dataset()
        try DatasetWriter.write(dataset, to: scratch.path("a.h5"), compression: compression)
        #expect(try DatasetReader(path: scratch.path("a.h5")).readDataset() == dataset)
        #expect(try scratch.names == ["a.h5"])
    }

    @Test("Every rank, precision and leading role survives", arguments: 0...4, [FieldPrecision.float32, .float64])
    func ranks(rank: Int, precision: FieldPrecision) throws {
        let scratch = try Scratch()
        for role in [Axis.Role.space, .time, .sample, .component] {
            let axes = (0..<rank).map { index in
                Axis(
                    "d\(index)", .uniform(first: 0.1, spacing: 1.0 / 3, count: index + 2),
                    role: index == 0 ? role : .space)
            }
            let count = axes.reduce(1) { $0 * $1.count }
            let values = Tensor((0..<count).map { Double($0) * 0.1 }, shape: axes.map(\.count))
            let field = try Field("f", axes: axes, values).converted(to: precision)
            try DatasetWriter.write(Dataset([field]), to: scratch.path("a.h5"))
            #expect(try DatasetReader(path: scratch.path("a.h5")).read("f") == field)
        }
    }

    @Test("NaN, infinities, signed zero and subnormal numbers keep their bits")
    func bits() throws {
        let scratch = try Scratch()
        let numbers: [Double] = [.nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
        let field = try Field("f", axes: [.index("i", count: 6, role: .space)], Tensor(numbers))
        try DatasetWriter.write(Dataset([field]), to: scratch.path("a.h5"))
        let back = try DatasetReader(path: scratch.path("a.h5")).read("f").doubles.elements
        #expect(back.map(\.bitPattern) == numbers.map(\.bitPattern))
    }

    @Test("Slabs are the rows of the whole, with their coordinates")
    func slabs() throws {
        let scratch = try Scratch()
        try DatasetWriter.write(SampleData.dataset(), to: scratch.path("a.h5"))
        let reader = try DatasetReader(path: scratch.path("a.h5"))
        let slab = try reader.readSlab("w", at: 1, as: .float64)
        #expect(slab.axes == [SampleData.y, SampleData.x] && slab.doubles.elements == SampleData.plane(100))
        let range = try reader.read("T", slabs: 1..<3)
        #expect(range.axes[0].values == [-0.5, 0] && range.doubles.elements == Array(SampleData.plane().dropFirst(4)))
        for bad in [-1, 2] {
            #expect(throws: StorageError.self) { try reader.readSlab("w", at: bad) }
        }
        #expect(throws: StorageError.self) { try reader.readSlab("level", at: 0) }
    }

    @Test("Slabs beyond 4 MiB are cut into several chunks and come back whole")
    func largeSlabs() throws {
        let scratch = try Scratch()
        // 3 x 700 x 400 doubles: 6.4 MiB; a plane has 2.1 MiB, so chunks hold one plane each or two.
        let axes = zip(["z", "y", "x"], [3, 700, 400]).map { Axis($0, .uniform(first: 0, spacing: 1, count: $1)) }
        let layout = DatasetLayout(leading: .time, variables: [.init("u", axes: axes)])
        let values = Tensor((0..<840_000).map { Double($0 % 977) }, shape: [3, 700, 400])
        let writer = try DatasetWriter(path: scratch.path("a.h5"), layout: layout)
        let encoder = try FrameEncoder(layout)
        try writer.append(encoder.encode(at: 0, [.float64(values)]))
        try writer.append(encoder.encode(at: 1, [.float64(values)]))
        try writer.finish()
        let reader = try DatasetReader(path: scratch.path("a.h5"))
        #expect(try reader.readSlab("u", at: 1).doubles == values)
        let summary = try FileSummary(path: scratch.path("a.h5"), readsValues: false)
        let chunk = try #require(summary.root.datasets.last?.chunk)
        #expect(chunk.reduce(8, *) <= 4 << 20 && chunk[0] == 1)
    }

    @Test("Numbers that no filter makes smaller come back too")
    func noise() throws {
        let scratch = try Scratch()
        var generator = SystemRandomNumberGenerator()
        let values = Tensor((0..<4096).map { _ in Double(bitPattern: generator.next() >> 2) })
        let layout = DatasetLayout(
            leading: .sample, variables: [.init("u", axes: [.index("i", count: 4096, role: .space)])])
        let writer = try DatasetWriter(path: scratch.path("a.h5"), layout: layout)
        try writer.append(try FrameEncoder(layout).encode(at: 0, [.float64(values)]))
        try writer.finish()
        #expect(try DatasetReader(path: scratch.path("a.h5")).readSlab("u", at: 0).doubles == values)
    }

    @Test(
        "Names that cannot be links are refused before a file appears",
        arguments: ["", "a/b", ".", "a\n", "CLASS", " a", "a ", "x", String(repeating: "n", count: 300)])
    func names(name: String) throws {
        let scratch = try Scratch()
        let field = try Field(name, axes: [SampleData.x], Tensor<Double>(shape: [4]))
        let error = #expect(throws: StorageError.self) {
            try DatasetWriter.write(Dataset([field]), to: scratch.path("a.h5"))
        }
        #expect(error?.reason == .invalidName)
        #expect(try scratch.names.isEmpty)
    }

    @Test("Lists that mix texts and numbers are refused; empty ones and names in Greek are not")
    func attributes() throws {
        let scratch = try Scratch()
        let mixed = try Dataset(attributes: [Attribute("a", .list(["b", 1]))])
        #expect(throws: StorageError.self) { try DatasetWriter.write(mixed, to: scratch.path("a.h5")) }
        let fine = try Dataset(
            [Field("λ", axes: [], Tensor([1.0], shape: []))],
            attributes: [Attribute("Δt", 0.5), Attribute("e", .list([]))])
        try DatasetWriter.write(fine, to: scratch.path("a.h5"))
        #expect(try DatasetReader(path: scratch.path("a.h5")).readDataset() == fine)
    }

    @Test("xarray by both engines, h5py and netCDF4 find values, coordinates, units and labels")
    func python() throws {
        let scratch = try Scratch()
        try DatasetWriter.write(SampleData.dataset(), to: scratch.path("a.h5"))
        try Python.run("check_dataset.py", "static", scratch.path("a.h5"))
        try SampleData.write(frames: 50, layout: SampleData.layout(), to: scratch.path("b.h5"))
        try Python.run("check_dataset.py", "stream", scratch.path("b.h5"))
    }
}
