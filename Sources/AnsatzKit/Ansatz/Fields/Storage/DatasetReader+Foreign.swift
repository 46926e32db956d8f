extension DatasetReader {
    /// Reads a dataset of a file that does not say what its dimensions are.
    ///
    /// - Parameters:
    ///   - object: its path inside the file.
    ///   - axes: one name per dimension, slowest first.
    ///   - coordinates: for some of these names, the path of a dataset with the coordinates; one with more numbers than
    ///     the dimension has points gives its first ones. Dimensions without count 0, 1, 2, ...
    /// - Throws: ``StorageError`` where a path leads nowhere or to no numbers, or the ranks do not match.
    public func readForeign(
        _ object: String, axes names: [String], coordinates: [String: String] = [:], as precision: FieldPrecision? = nil
    ) throws -> Field {
        try field(FieldRequest(name: object, axes: names, coordinates: coordinates, precision: precision))
    }

    /// Reads a merged file of PDEBench: `tensor` (batch, t, x[, y][, channel]), `x-coordinate`, `t-coordinate`.
    ///
    /// The axes are sample, time, x, y, component, in the file's order: x is slower than y there.
    ///
    /// - Parameter name: the dataset; `nu` of Darcy flow has no time.
    public func readPDEBench(_ name: String = "tensor", as precision: FieldPrecision? = nil) throws -> Field {
        let present = Set(try names(in: "/"))
        let rank = try variable(name).shape.count
        let space = ["x", "y", "z"].filter { present.contains("\($0)-coordinate") }
        guard
            let axes = Self.axes(
                ofRank: rank,
                among: [
                    ["sample", "time"] + space, ["sample", "time"] + space + ["component"], ["sample"] + space,
                ])
        else {
            throw StorageError(
                .wrongRank, file: path, object: name,
                "has \(rank) dimensions, which with coordinates of (\(space.joined(separator: ", "))) is no layout of "
                    + "PDEBench",
                help: "name the dimensions yourself")
        }
        var coordinates = Dictionary(uniqueKeysWithValues: space.map { ($0, "\($0)-coordinate") })
        if present.contains("t-coordinate") { coordinates["time"] = "t-coordinate" }
        return try readForeign(name, axes: axes, coordinates: coordinates, as: precision)
    }

    /// Reads one run of a PDEBench file that has a group per seed: `<seed>/data` (t, x[, y], channel) and
    /// `<seed>/grid/x`, `y`, `t`.
    public func readPDEBench(seed: String, as precision: FieldPrecision? = nil) throws -> Field {
        let data = "\(seed)/data"
        let rank = try variable(data).shape.count
        let present = Set(try names(in: seed).contains("grid") ? names(in: "\(seed)/grid") : [])
        let space = ["x", "y", "z"].filter(present.contains)
        guard let axes = Self.axes(ofRank: rank, among: [["time"] + space + ["component"], ["time"] + space]) else {
            throw StorageError(
                .wrongRank, file: path, object: data,
                "has \(rank) dimensions, which with a grid of (\(space.joined(separator: ", "))) is no layout of "
                    + "PDEBench",
                help: "name the dimensions yourself")
        }
        var coordinates = Dictionary(uniqueKeysWithValues: space.map { ($0, "\(seed)/grid/\($0)") })
        if present.contains("t") { coordinates["time"] = "\(seed)/grid/t" }
        return try readForeign(data, axes: axes, coordinates: coordinates, as: precision)
    }

    private static func axes(ofRank rank: Int, among layouts: [[String]]) -> [String]? {
        layouts.first { $0.count == rank }
    }
}
