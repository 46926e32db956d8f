import CHDF5

/// Defines coordinates and variables of a file such that netCDF-4 programs understand it: dimension scales, attached
/// and labelled, in tracked order, without object times. All members are to be called under the library's lock.
struct NetCDFBuilder {
    static let conventions = "CF-1.11"
    /// Counts up with changes that a reader must know of.
    static let schema = 1

    let file: HDF5File
    let compression: Int
    private let root: HDF5Object
    private var scales: [String: (axis: Axis?, object: HDF5Object)] = [:]
    private var names: Set<String> = []

    init(file: HDF5File, attributes: [Attribute], compression: Int) throws {
        self.file = file
        self.compression = compression
        root = try HDF5Object.root(of: file)
        if attributes["Conventions"] == nil { try root.writeText("Conventions", Self.conventions) }
        if attributes["ansatz_schema"] == nil {
            try root.writeAttribute(Attribute("ansatz_schema", .integer(Self.schema)))
        }
        for attribute in attributes { try root.writeAttribute(attribute) }
    }

    /// The coordinate variable of a fixed axis, written on first use.
    mutating func scale(for axis: Axis) throws -> HDF5Object {
        if let known = scales[axis.name] {
            guard known.axis == axis else {
                throw StorageError(
                    .invalidName, file: file.path, object: axis.name, "two different axes have the name '\(axis.name)'",
                    help: "give one of them another name")
            }
            return known.object
        }
        let object = try create(
            axis.name, kind: "an axis", precision: .float64, shape: [axis.count], maximum: [axis.count], chunk: nil)
        try write(.float64(Tensor(axis.values)), to: object)
        try describe(object, as: axis)
        scales[axis.name] = (axis, object)
        return object
    }

    /// The coordinate variable of the dimension that grows; its values come later.
    mutating func scale(for leading: DatasetLayout.Leading, plan: ChunkPlan) throws -> HDF5Object {
        let object = try create(
            leading.name, kind: "an axis", precision: .float64, shape: [leading.count ?? 0],
            maximum: [leading.count], chunk: [plan.framesPerChunk])
        try describe(
            object,
            as: Axis(
                leading.name, .explicit([]), unit: leading.unit, longName: leading.longName, role: leading.role))
        scales[leading.name] = (nil, object)
        return object
    }

    /// A variable on dimensions whose scales are given, slowest first.
    mutating func variable(
        _ name: String, precision: FieldPrecision, scales: [(name: String, object: HDF5Object)], shape: [Int],
        maximum: [Int?], chunk: [Int]?, unit: String, longName: String
    ) throws -> HDF5Object {
        let object = try create(
            name, kind: "a variable", precision: precision, shape: shape, maximum: maximum, chunk: chunk)
        try object.writeText("units", unit)
        if !longName.isEmpty { try object.writeText("long_name", longName) }
        try object.writeFillValue(precision)
        try attach(scales, to: object)
        return object
    }

    func attach(_ scales: [(name: String, object: HDF5Object)], to object: HDF5Object) throws {
        for (dimension, scale) in scales.enumerated() {
            guard H5DSattach_scale(object.id, scale.object.id, UInt32(dimension)) >= 0,
                H5DSset_label(object.id, UInt32(dimension), scale.name) >= 0
            else { throw failure(object.path) }
        }
    }

    /// Has an axis use a coordinate variable that was written already.
    mutating func register(_ scale: HDF5Object, as axis: Axis) { scales[axis.name] = (axis, scale) }

    /// A whole field, written at once. Its first axis is cut by frames where it is of times or samples.
    mutating func field(_ field: Field) throws {
        let scales = try field.axes.map { (name: $0.name, object: try scale(for: $0)) }
        var chunk: [Int]?
        if field.count > 0, !field.axes.isEmpty, field.count <= Int.max / 16 {
            let size = field.precision.byteCount
            let role = field.axes[0].role
            if role == .time || role == .sample {
                let slab = Array(field.shape.dropFirst())
                let plan = ChunkPlan(slabShape: slab, elementSize: size, frames: field.shape[0])
                chunk = [min(plan.framesPerChunk, field.shape[0])] + plan.chunkShape
            } else if compression > 0 {
                chunk = ChunkPlan.chunkShape(of: field.shape, elementSize: size)
            }
        }
        let object = try variable(
            field.name, precision: field.precision, scales: scales, shape: field.shape, maximum: field.shape,
            chunk: chunk, unit: field.unit, longName: field.longName)
        try write(meanings: field.meanings, of: object)
        try write(field.values, to: object)
    }

    /// What the values 0, 1, 2, ... stand for, by CF's conventions.
    func write(meanings: [String], of object: HDF5Object) throws {
        guard !meanings.isEmpty else { return }
        try object.writeAttribute(Attribute("flag_values", .list(meanings.indices.map { .number(Double($0)) })))
        try object.writeText("flag_meanings", meanings.joined(separator: " "))
    }

    func describe(_ object: HDF5Object, as axis: Axis) throws {
        guard H5DSset_scale(object.id, axis.name) >= 0 else { throw failure(axis.name) }
        try object.writeText("units", axis.unit)
        if !axis.longName.isEmpty { try object.writeText("long_name", axis.longName) }
        switch (axis.role, axis.name.lowercased()) {
        case (.time, _): try object.writeText("axis", "T")
        case (.space, let name) where ["x", "y", "z"].contains(name): try object.writeText("axis", name.uppercased())
        default: break
        }
        try object.writeText("role", axis.role.rawValue)
        if axis.topology == .periodic { try object.writeText("topology", axis.topology.rawValue) }
        if case .uniform(_, let spacing, _) = axis.coordinates {
            try object.writeAttribute(Attribute("spacing", .number(spacing)))
        }
    }

    private mutating func create(
        _ name: String, kind: String, precision: FieldPrecision, shape: [Int], maximum: [Int?], chunk: [Int]?
    ) throws -> HDF5Object {
        let type = precision == .float32 ? chdf5_float32_little_endian() : chdf5_float64_little_endian()
        return try create(name, kind: kind, type: type, shape: shape, maximum: maximum, chunk: chunk) { creation in
            switch precision {
            case .float32:
                var fill = Float.nan
                _ = H5Pset_fill_value(creation, chdf5_native_float(), &fill)
            case .float64:
                var fill = Double.nan
                _ = H5Pset_fill_value(creation, chdf5_native_double(), &fill)
            }
        }
    }

    /// - Parameter prepare: is given the list of properties that the dataset is made with.
    mutating func create(
        _ name: String, kind: String, type: hid_t, shape: [Int], maximum: [Int?], chunk: [Int]?,
        prepare: (hid_t) -> Void
    ) throws -> HDF5Object {
        try HDF5Name.check(name, of: kind, file: file.path)
        guard names.insert(name).inserted else {
            throw StorageError(
                .invalidName, file: file.path, object: name, "the name '\(name)' is used twice, for \(kind) too",
                help: "axes and variables share one set of names in a file")
        }
        let creation = try HDF5File.propertyList(chdf5_dataset_create_class(), file.path)
        _ = H5Pset_obj_track_times(creation.id, false)
        _ = H5Pset_attr_creation_order(creation.id, chdf5_creation_order())
        if let chunk {
            var extents = chunk.map { hsize_t($0) }
            guard H5Pset_chunk(creation.id, Int32(extents.count), &extents) >= 0 else { throw failure(name) }
            if compression > 0 {
                _ = H5Pset_shuffle(creation.id)
                _ = H5Pset_deflate(creation.id, UInt32(compression))
            }
        }
        prepare(creation.id)
        var extents = shape.map { hsize_t($0) }
        var limits = maximum.map { $0.map { hsize_t($0) } ?? chdf5_unlimited() }
        let space = try HDF5Handle(
            shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), &extents, &limits),
            orThrow: failure(name))
        let id = H5Dcreate2(file.id, name, type, space.id, chdf5_default(), creation.id, chdf5_default())
        return HDF5Object(handle: try HDF5Handle(id, orThrow: failure(name)), file: file.path, path: name)
    }

    private func write(_ values: FieldValues, to object: HDF5Object) throws {
        guard values.count > 0 else { return }
        let memory = values.precision == .float32 ? chdf5_native_float() : chdf5_native_double()
        let status = values.withBytes {
            H5Dwrite(object.id, memory, chdf5_all(), chdf5_all(), chdf5_default(), $0.baseAddress)
        }
        guard status >= 0 else { throw failure(object.path) }
    }

    func failure(_ name: String) -> StorageError {
        let failure = HDF5Library.failure("write", file: file.path, object: name, isWriting: true)
        file.abandon()
        return failure
    }
}
