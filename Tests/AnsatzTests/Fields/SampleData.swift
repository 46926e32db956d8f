import Ansatz

/// Datasets whose numbers the tests and the Python scripts both know.
enum SampleData {
    static let x = Axis("x", .explicit([0, 1, 10, 100]), unit: "m", longName: "distance")
    static let y = Axis("y", .uniform(first: -1, spacing: 0.5, count: 3), unit: "m", topology: .periodic)
    static let sample = Axis.index("sample", count: 2, role: .sample)

    static func plane(_ offset: Double = 0) -> [Double] {
        (0..<3).flatMap { row in (0..<4).map { offset + Double(10 * row + $0) } }
    }

    static func dataset() throws -> Dataset {
        try Dataset(
            [
                Field("T", axes: [y, x], Tensor(plane(), shape: [3, 4]), unit: "K", longName: "temperature"),
                Field("w", axes: [sample, y, x], Tensor((plane() + plane(100)).map { Float($0) }, shape: [2, 3, 4])),
                Field("level", axes: [], Tensor([2.5], shape: [])),
            ],
            attributes: [
                Attribute("title", "Wärme über α ∂²u/∂x²"), Attribute("seed", 7), Attribute("rate", 0.25),
                Attribute("sizes", .list([1, 2, 3])), Attribute("names", .list(["eins", "zwölf"])),
                Attribute("empty", ""), Attribute("scenario", .text(String(repeating: "a: b\n", count: 40_000))),
                Attribute("a1", 1), Attribute("a2", 2), Attribute("a3", 3), Attribute("a4", 4), Attribute("a5", 5),
            ])
    }

    static func layout(count: Int? = nil, compression: Int = 3) throws -> DatasetLayout {
        let y = Axis("y", .uniform(first: 0, spacing: 1, count: 40))
        let x = Axis("x", .uniform(first: 0, spacing: 1, count: 30))
        var leading = DatasetLayout.Leading.time
        leading.count = count
        return DatasetLayout(
            leading: leading,
            variables: [
                .init("u", axes: [y, x], unit: "m s-1"),
                .init("v", axes: [y, x], precision: .float32),
                .init("energy", unit: "J"),
                .init("probe", axes: [.index("point", count: 2, role: .sample)]),
            ],
            constants: [try Field("k", axes: [x], Tensor(repeating: 3.0, shape: [30]))],
            attributes: [Attribute("title", "stream")], compression: compression)
    }

    static func frame(_ number: Int, _ encoder: FrameEncoder) throws -> EncodedFrame {
        let n = Double(number)
        let u = FieldValues.float64(Tensor((0..<1200).map { n + Double($0) / 7 }, shape: [40, 30]))
        return try encoder.encode(
            at: n * 0.25,
            ["u": u, "v": u, "energy": .float64(Tensor([n * n], shape: [])), "probe": .float64(Tensor([n, n + 0.5]))])
    }

    static func write(frames: Int, layout: DatasetLayout, to path: String) throws {
        let encoder = try FrameEncoder(layout)
        let writer = try DatasetWriter(path: path, layout: layout)
        for number in 0..<frames { try writer.append(try frame(number, encoder)) }
        try writer.finish()
    }
}
