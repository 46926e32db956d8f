/// Reads HDF5 files: our own, any netCDF-4 file, and others by path.
///
/// Numbers of any kind and byte order become `Float` or `Double`; integers beyond 2⁵³ are rounded. Packed and missing
/// values of netCDF (`scale_factor`, `add_offset`, `_FillValue`) are unpacked, missing ones to NaN. Every size is
/// checked against the free memory before it is believed. What NaN means is the caller's to decide: see
/// ``Field/firstNonFinite``. May be shared between threads, one of which reads at a time.
public final class DatasetReader: @unchecked Sendable {
    // Sendable: nothing changes after `init`, and every access to the file is under the library's lock.
    public let path: String
    let file: HDF5File
    private let root: HDF5Object

    /// Groups nested deeper, or files with more objects, are refused.
    static let depthLimit = 32
    static let objectLimit = 1_000_000

    /// - Throws: ``StorageError`` where there is no file, no permission, or no HDF5 in it.
    public init(path: String) throws {
        self.path = path
        let file = try HDF5File.open(forReading: path)
        self.file = file
        root = try HDF5Library.locked { try HDF5Object.root(of: file) }
    }

    /// The attributes of the file as a whole.
    public func attributes() throws -> [Attribute] { try HDF5Library.locked { try root.attributes() } }

    /// The attributes of a group or dataset.
    public func attributes(of object: String) throws -> [Attribute] {
        try HDF5Library.locked { try root.descendant(object).attributes() }
    }

    /// All datasets of the file, those of a group after the group's name, in order of creation where the file knows it.
    public func variables() throws -> [StoredVariable] {
        try HDF5Library.locked {
            var found: [StoredVariable] = []
            try visit(root, prefix: "", depth: 0, into: &found)
            return found
        }
    }

    /// What the file says about one dataset.
    public func variable(_ name: String) throws -> StoredVariable {
        try HDF5Library.locked { try describe(try dataset(name), name: name) }
    }

    /// Reads a variable.
    ///
    /// - Parameters:
    ///   - name: its path inside the file.
    ///   - precision: what the numbers become; where `nil`, `float32` for floating point of up to 32 bits, else
    ///     `float64`.
    /// - Throws: ``StorageError`` where there is no such variable, it holds no numbers, they do not fit the memory, or
    ///   the file is damaged.
    public func read(_ name: String, as precision: FieldPrecision? = nil) throws -> Field {
        try HDF5Library.locked {
            let object = try dataset(name)
            let values = try object.values(as: precision)
            return try field(object, name, axes: try object.axes(), values)
        }
    }

    /// Reads a range of a variable's first dimension, and keeps that dimension.
    public func read(_ name: String, slabs: Range<Int>, as precision: FieldPrecision? = nil) throws -> Field {
        try HDF5Library.locked {
            let object = try dataset(name)
            let values = try object.values(rows: slabs, as: precision)
            var axes = try object.axes()
            if let first = axes.first {
                let coordinates = slabs.map { first.coordinate(at: $0) }
                if case .uniform(_, let spacing, _) = first.coordinates, let start = coordinates.first {
                    axes[0].coordinates = .uniform(first: start, spacing: spacing, count: slabs.count)
                } else {
                    axes[0].coordinates = .explicit(coordinates)
                }
            }
            return try field(object, name, axes: axes, values)
        }
    }

    /// Reads one slab of a variable's first dimension: one time, or one sample.
    public func readSlab(_ name: String, at index: Int, as precision: FieldPrecision? = nil) throws -> Field {
        try HDF5Library.locked {
            let object = try dataset(name)
            let extent = try object.extents().shape.first ?? 0
            guard (0..<extent).contains(index) else {
                throw StorageError(
                    .wrongShape, file: path, object: name,
                    "there is no slab \(index): the first dimension has \(extent)")
            }
            let values = try object.values(rows: index..<(index + 1), as: precision)
            let axes = Array(try object.axes().dropFirst())
            return try field(object, name, axes: axes, values.reshaped(axes.map(\.count)))
        }
    }

    /// The axes of a variable.
    public func axes(of name: String) throws -> [Axis] {
        try HDF5Library.locked { try dataset(name).axes() }
    }

    /// Reads all numeric variables of the file's root that are not coordinates, with the file's attributes.
    public func readDataset() throws -> Dataset {
        var attributes = try attributes()
        // What the writer adds on its own is no part of the dataset.
        if attributes["ansatz_schema"] != nil {
            attributes.removeAll { $0.name == "ansatz_schema" }
            attributes.removeAll { $0 == Attribute("Conventions", .text(NetCDFBuilder.conventions)) }
        }
        let names = try variables().filter { $0.isNumeric && !$0.isCoordinate && !$0.name.contains("/") }.map(\.name)
        return try Dataset(try names.map { try read($0) }, attributes: attributes)
    }

    func dataset(_ name: String) throws -> HDF5Object {
        let object = try root.descendant(name)
        guard object.isDataset else {
            throw StorageError(
                .wrongType, file: path, object: name, "this is a group, not a dataset",
                help: "it holds: \(try object.childNames().prefix(20).joined(separator: ", "))")
        }
        return object
    }

    /// The names in a group, `/` for the root.
    public func names(in group: String) throws -> [String] {
        try HDF5Library.locked { try root.descendant(group).childNames() }
    }

    func field(_ object: HDF5Object, _ name: String, axes: [Axis], _ values: FieldValues) throws -> Field {
        try Field(
            name.split(separator: "/").last.map(String.init) ?? name, axes: axes, values: values,
            unit: try object.attribute("units")?.text ?? "1",
            longName: try object.attribute("long_name")?.text ?? "")
    }

    private func visit(_ group: HDF5Object, prefix: String, depth: Int, into found: inout [StoredVariable]) throws {
        guard depth <= Self.depthLimit, found.count <= Self.objectLimit else {
            throw StorageError(
                .corrupt, file: path, object: group.path, "groups nest deeper than \(Self.depthLimit), or in a circle")
        }
        for name in try group.childNames() {
            let child = try group.child(name)
            if child.isDataset {
                found.append(try describe(child, name: prefix + name))
            } else if child.isGroup {
                try visit(child, prefix: prefix + name + "/", depth: depth + 1, into: &found)
            }
        }
    }

    private func describe(_ object: HDF5Object, name: String) throws -> StoredVariable {
        let (shape, maximum) = try object.extents()
        let type = try object.elementType()
        return StoredVariable(
            name: name, shape: shape, maximumShape: maximum, dimensions: try object.dimensionNames(), type: type.name,
            isNumeric: type.isNumeric, isCoordinate: object.isScale,
            unit: try object.attribute("units")?.text ?? "1",
            longName: try object.attribute("long_name")?.text ?? "", attributes: try object.attributes())
    }
}
