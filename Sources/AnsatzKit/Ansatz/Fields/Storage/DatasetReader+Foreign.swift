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
        try HDF5Library.locked {
            let source = try dataset(object)
            let shape = try source.extents().shape
            guard shape.count == names.count else {
                throw StorageError(
                    .wrongRank, file: path, object: object,
                    "has \(shape.count) dimensions (\(ShapeError.text(shape))), but \(names.count) \(names.count == 1 ? "name was" : "names were") given: "
                        + "(\(names.joined(separator: ", ")))",
                    help: "name every dimension, slowest first, such as (sample, time, y, x)")
            }
            let axes = try zip(names, shape).map { name, count in
                guard let place = coordinates[name] else {
                    return Axis.index(name, count: count, role: HDF5Object.guessedRole(of: name))
                }
                let scale = try dataset(place)
                let found = try scale.extents().shape
                guard found.count == 1, found[0] >= count else {
                    throw StorageError(
                        .wrongShape, file: path, object: place,
                        "has shape \(ShapeError.text(found)), but dimension '\(name)' needs \(count) coordinates")
                }
                let type = try scale.elementType()
                guard type.isNumeric else {
                    throw StorageError(
                        .wrongType, file: path, object: place, "holds \(type.name) where coordinates are needed")
                }
                return try HDF5Object.axis(name, count: count, from: scale)
            }
            return try field(source, object, axes: axes, try source.values(as: precision))
        }
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

    /// The seeds of a PDEBench file that has a group per seed.
    public func pdebenchSeeds() throws -> [String] {
        try HDF5Library.locked {
            try names(in: "/").filter { name in
                let child = try HDF5Object.root(of: file).descendant(name)
                return child.isGroup ? try child.childNames().contains("data") : false
            }
        }
    }

    private static func axes(ofRank rank: Int, among layouts: [[String]]) -> [String]? {
        layouts.first { $0.count == rank }
    }
}
