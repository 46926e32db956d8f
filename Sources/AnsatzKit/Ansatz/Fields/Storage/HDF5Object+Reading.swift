import CHDF5

extension HDF5Object {
    /// What kind of element a dataset has.
    struct ElementType {
        var name: String
        var isNumeric: Bool
        var isFloatingPoint: Bool
        var byteCount: Int

        /// The precision that holds the element's values where the caller names none.
        var precision: FieldPrecision { isFloatingPoint && byteCount <= 4 ? .float32 : .float64 }
    }

    func elementType() throws -> ElementType {
        let type = try HDF5Handle(H5Dget_type(id), orThrow: HDF5Library.failure("read", file: file, object: path))
        let size = H5Tget_size(type.id)
        let order = H5Tget_order(type.id) == H5T_ORDER_BE ? " big-endian" : ""
        switch H5Tget_class(type.id) {
        case H5T_FLOAT:
            return ElementType(
                name: "float\(size * 8)\(order)", isNumeric: true, isFloatingPoint: true, byteCount: size)
        case H5T_INTEGER:
            let sign = H5Tget_sign(type.id) == H5T_SGN_NONE ? "u" : ""
            return ElementType(
                name: "\(sign)int\(size * 8)\(order)", isNumeric: true, isFloatingPoint: false, byteCount: size)
        case H5T_ENUM: return ElementType(name: "enum", isNumeric: true, isFloatingPoint: false, byteCount: size)
        case H5T_STRING: return ElementType(name: "text", isNumeric: false, isFloatingPoint: false, byteCount: size)
        case H5T_COMPOUND:
            return ElementType(name: "compound", isNumeric: false, isFloatingPoint: false, byteCount: size)
        default:
            return ElementType(name: "no number", isNumeric: false, isFloatingPoint: false, byteCount: size)
        }
    }

    /// Reads a dataset, or a range of its first dimension, or of each.
    ///
    /// - Precondition: `box`, where given, is within the extents.
    func values(
        rows: Range<Int>? = nil, box: [Range<Int>]? = nil, as precision: FieldPrecision?
    ) throws -> FieldValues {
        guard isDataset else {
            throw StorageError(
                .wrongType, file: file, object: path, "this is a group, not a dataset",
                help: "it holds: \(try childNames().prefix(20).joined(separator: ", "))")
        }
        let type = try elementType()
        guard type.isNumeric else {
            throw StorageError(.wrongType, file: file, object: path, "holds \(type.name) where numbers are needed")
        }
        let precision = precision ?? type.precision
        var shape = try extents().shape
        let all = shape
        if let rows {
            guard let extent = shape.first else {
                throw StorageError(.wrongRank, file: file, object: path, "is a single number; it has no slabs")
            }
            guard rows.lowerBound >= 0, rows.upperBound <= extent else {
                throw StorageError(
                    .wrongShape, file: file, object: path,
                    "slabs \(rows.lowerBound)..<\(rows.upperBound) are not within its \(extent)")
            }
            shape[0] = rows.count
        } else if let box {
            shape = box.map(\.count)
        }
        let count = Tensor<Double>.elementCount(of: shape)
        try MemoryLimit.check(count, of: precision.byteCount, file: file, object: path, shape: shape)
        try checkChunk(elementSize: type.byteCount)
        var values = FieldValues.zeros(precision, shape: shape)
        guard values.count > 0 else { return values }
        var failure: StorageError { HDF5Library.failure("read", file: file, object: path) }
        let fileSpace = try HDF5Handle(H5Dget_space(id), orThrow: failure)
        if rows != nil || box != nil, !all.isEmpty {
            var start = box?.map { hsize_t($0.lowerBound) } ?? all.map { _ in 0 }
            if let rows { start[0] = hsize_t(rows.lowerBound) }
            var extents = shape.map { hsize_t($0) }
            guard H5Sselect_hyperslab(fileSpace.id, H5S_SELECT_SET, &start, nil, &extents, nil) >= 0 else {
                throw failure
            }
        }
        var extents = shape.map { hsize_t($0) }
        let memorySpace = try HDF5Handle(
            shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), &extents, nil),
            orThrow: failure)
        let memoryType = precision == .float32 ? chdf5_native_float() : chdf5_native_double()
        let status = values.withMutableBytes {
            H5Dread(id, memoryType, memorySpace.id, fileSpace.id, chdf5_default(), $0.baseAddress)
        }
        guard status >= 0 else { throw failure }
        return try unpacked(values)
    }

    /// A chunk is read as a whole, whatever part of it is asked for.
    private func checkChunk(elementSize: Int) throws {
        guard let chunk = try storage().chunk else { return }
        try MemoryLimit.check(
            Tensor<Double>.elementCount(of: chunk), of: max(elementSize, 1) * 2, file: file, object: path, shape: chunk)
    }

    /// Applies netCDF's conventions for packed and missing numbers.
    private func unpacked(_ values: FieldValues) throws -> FieldValues {
        let scale = try attribute("scale_factor")?.number
        let offset = try attribute("add_offset")?.number
        let missing = try ["_FillValue", "missing_value"].compactMap { try attribute($0)?.number }.filter { !$0.isNaN }
        if scale == nil, offset == nil, missing.isEmpty { return values }
        func unpack<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) -> Tensor<Scalar> {
            var tensor = tensor
            let marks = missing.map { Scalar($0) }
            let (factor, shift) = (Scalar(scale ?? 1), Scalar(offset ?? 0))
            tensor.withMutableBuffer { numbers in
                for index in numbers.indices {
                    let number = numbers[index]
                    numbers[index] = marks.contains(number) ? .nan : number * factor + shift
                }
            }
            return tensor
        }
        switch values {
        case .float32(let tensor): return .float32(unpack(tensor))
        case .float64(let tensor): return .float64(unpack(tensor))
        }
    }

    /// How a dataset lies in the file.
    func storage() throws -> (chunk: [Int]?, filters: [String], byteCount: Int) {
        let list = try HDF5Handle(
            H5Dget_create_plist(id), orThrow: HDF5Library.failure("read", file: file, object: path))
        var chunk: [Int]?
        if H5Pget_layout(list.id) == H5D_CHUNKED {
            var extents = [hsize_t](repeating: 0, count: 32)
            let rank = H5Pget_chunk(list.id, 32, &extents)
            guard rank >= 0 else { throw HDF5Library.failure("read the chunk size", file: file, object: path) }
            chunk = extents.prefix(Int(rank)).map { Int(clamping: $0) }
        }
        let filters = (0..<max(H5Pget_nfilters(list.id), 0)).map { index -> String in
            var count = 1
            var flags: UInt32 = 0
            var configuration: UInt32 = 0
            var values = [UInt32](repeating: 0, count: 1)
            switch H5Pget_filter2(list.id, UInt32(index), &flags, &count, &values, 0, nil, &configuration) {
            case H5Z_FILTER_DEFLATE: return "deflate \(values[0])"
            case H5Z_FILTER_SHUFFLE: return "shuffle"
            case let other: return "filter \(other)"
            }
        }
        return (chunk, filters, Int(clamping: H5Dget_storage_size(id)))
    }

    /// The object at a path of names. External links are not followed: they lead to files nobody has checked.
    func descendant(_ path: String) throws -> HDF5Object {
        var object = self
        for name in path.split(separator: "/").map(String.init) {
            guard object.isGroup, H5Lexists(object.id, name, chdf5_default()) > 0 else {
                let names = object.isGroup ? try object.childNames() : []
                let list = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", ..." : "")
                throw StorageError(
                    .missingObject, file: file, object: path, "there is no '\(name)' in '\(object.path)'",
                    help: names.isEmpty ? nil : "there is: \(list)", available: names)
            }
            var link = H5L_info_t()
            guard H5Lget_info(object.id, name, &link, chdf5_default()) >= 0,
                link.type == H5L_TYPE_HARD || link.type == H5L_TYPE_SOFT
            else {
                throw StorageError(
                    .wrongType, file: file, object: path, "'\(name)' is a link to another file",
                    help: "name that file instead")
            }
            object = try object.child(name)
        }
        return object
    }
}
