import CHDF5

extension HDF5Object {
    /// Whether this holds the coordinates of a dimension.
    var isScale: Bool { H5DSis_scale(id) > 0 }

    /// netCDF's mark of a dimension that has a length but no coordinates.
    private var isBareDimension: Bool {
        get throws {
            try attribute(rawText: "NAME")?.hasPrefix("This is a netCDF dimension but not a netCDF variable") ?? false
        }
    }

    private func attribute(rawText name: String) throws -> String? { try attribute(name)?.text }

    /// One name per dimension: of the attached scale, else the label, else `dim_0`, `dim_1`, ...
    func dimensionNames() throws -> [String] {
        let rank = try extents().shape.count
        if isScale, rank == 1 { return [lastComponent] }
        return try (0..<rank).map { dimension in
            if let scale = try scale(of: dimension) { return scale.lastComponent }
            var bytes = [CChar](repeating: 0, count: 256)
            if H5DSget_label(id, UInt32(dimension), &bytes, bytes.count) > 0 {
                bytes[255] = 0
                return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            }
            return "dim_\(dimension)"
        }
    }

    /// The axes of a dataset, from its scales; a dimension without one counts 0, 1, 2, ...
    func axes() throws -> [Axis] {
        let shape = try extents().shape
        let names = try dimensionNames()
        return try shape.indices.map { dimension in
            let scale = isScale && shape.count == 1 ? self : try scale(of: dimension)
            return try Self.axis(names[dimension], count: shape[dimension], from: scale)
        }
    }

    /// The axis that coordinates in a file describe.
    ///
    /// - Parameter scale: one number per point, or more (the first ones count).
    static func axis(_ name: String, count: Int, from scale: HDF5Object?) throws -> Axis {
        let role = guessedRole(of: name)
        guard let scale, try !scale.isBareDimension, try scale.elementType().isNumeric else {
            return .index(name, count: count, role: role)
        }
        let extents = try scale.extents().shape
        guard extents.count == 1, extents[0] >= count else { return .index(name, count: count, role: role) }
        let values = try scale.values(rows: 0..<count, as: .float64).doubles.elements
        var axis = Axis(
            name, Axis.coordinates(from: values), unit: try scale.attribute("units")?.text ?? "1",
            longName: try scale.attribute("long_name")?.text ?? "", role: role)
        if let text = try scale.attribute("role")?.text, let role = Axis.Role(rawValue: text) { axis.role = role }
        if let text = try scale.attribute("topology")?.text, let topology = Axis.Topology(rawValue: text) {
            axis.topology = topology
        }
        axis.coordinates = try exact(axis.coordinates, values, spacing: scale.attribute("spacing")?.number)
        return axis
    }

    /// Our files say whether the coordinates were given as a rule, and with which spacing.
    private static func exact(
        _ guess: Axis.Coordinates, _ values: [Double], spacing: Double?
    ) throws -> Axis.Coordinates {
        guard let spacing, let first = values.first else { return guess }
        let isExact = values.indices.allSatisfy { values[$0] == first + Double($0) * spacing }
        return isExact ? .uniform(first: first, spacing: spacing, count: values.count) : guess
    }

    /// What a dimension's name says about it, where nothing else does.
    static func guessedRole(of name: String) -> Axis.Role {
        switch name.lowercased() {
        case "t", "time": .time
        case "sample", "batch", "member", "realization": .sample
        case "component", "channel", "v": .component
        default: .space
        }
    }

    private var lastComponent: String { String(path.split(separator: "/").last ?? "") }

    private func scale(of dimension: Int) throws -> HDF5Object? {
        guard H5DSget_num_scales(id, UInt32(dimension)) > 0 else { return nil }
        var path: String?
        withUnsafeMutablePointer(to: &path) { pointer in
            _ = H5DSiterate_scales(
                id, UInt32(dimension), nil,
                { _, _, scale, data in
                    var bytes = [CChar](repeating: 0, count: 1025)
                    guard H5Iget_name(scale, &bytes, bytes.count - 1) > 0 else { return 1 }
                    let name = bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
                    data?.assumingMemoryBound(to: String?.self).pointee = String(decoding: name, as: UTF8.self)
                    return 1
                }, pointer)
        }
        guard let path else { return nil }
        let access = try Self.linkAccess(file)
        let scale = HDF5Object(
            handle: try HDF5Handle(
                H5Oopen(id, path, access.id), orThrow: HDF5Library.failure("read", file: file, object: path)),
            file: file, path: path)
        try scale.checkSelfContained()
        return scale
    }
}
