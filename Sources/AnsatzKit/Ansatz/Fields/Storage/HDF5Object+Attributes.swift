import CHDF5

extension HDF5Object {
    /// The largest attribute that is read, in bytes.
    private static let attributeLimit = 64 << 20

    func writeAttribute(_ attribute: Attribute) throws {
        try HDF5Name.check(attribute.name, of: "an attribute", file: file)
        switch attribute.value {
        case .text(let text): try writeText(attribute.name, text)
        case .number(let number): try writeNumbers(attribute.name, [number], isScalar: true)
        case .integer(let integer): try writeIntegers(attribute.name, [integer], isScalar: true)
        case .list(let items):
            let texts = items.compactMap { if case .text(let text) = $0 { text } else { nil } }
            let integers = items.compactMap { if case .integer(let integer) = $0 { integer } else { nil } }
            let numbers = items.compactMap { item -> Double? in
                if case .list = item { nil } else { item.number }
            }
            if !items.isEmpty, texts.count == items.count {
                try writeTexts(attribute.name, texts)
            } else if !items.isEmpty, integers.count == items.count {
                try writeIntegers(attribute.name, integers, isScalar: false)
            } else if numbers.count == items.count {
                try writeNumbers(attribute.name, numbers, isScalar: false)
            } else {
                throw StorageError(
                    .wrongType, file: file, object: path,
                    "attribute '\(attribute.name)' is a list of unlike values; texts and numbers cannot mix")
            }
        }
    }

    func writeText(_ name: String, _ text: String) throws {
        guard !text.utf8.contains(0) else {
            throw StorageError(.wrongType, file: file, object: path, "attribute '\(name)' contains a NUL character")
        }
        let type = try stringType(size: max(text.utf8.count, 1))
        var bytes = Array(text.utf8)
        if bytes.isEmpty { bytes = [0] }
        try write(name, type: type.id, memory: type.id, extent: nil, bytes)
    }

    private func writeTexts(_ name: String, _ texts: [String]) throws {
        let type = try stringType(size: chdf5_variable_length())
        var bytes: [UInt8] = []
        let starts = texts.map { text in
            defer { bytes += Array(text.utf8) + [0] }
            return bytes.count
        }
        try bytes.withUnsafeBufferPointer { buffer in
            let pointers = starts.map { start in buffer.baseAddress.map { $0 + start } }
            try write(name, type: type.id, memory: type.id, extent: texts.count, pointers)
        }
    }

    private func writeNumbers(_ name: String, _ numbers: [Double], isScalar: Bool) throws {
        try write(
            name, type: chdf5_float64_little_endian(), memory: chdf5_native_double(),
            extent: isScalar ? nil : numbers.count, numbers)
    }

    private func writeIntegers(_ name: String, _ integers: [Int], isScalar: Bool) throws {
        try write(
            name, type: chdf5_int64_little_endian(), memory: chdf5_native_int64(),
            extent: isScalar ? nil : integers.count, integers)
    }

    /// The value that stands for "not written", as netCDF expects it beside HDF5's own.
    func writeFillValue(_ precision: FieldPrecision) throws {
        switch precision {
        case .float64:
            try write(
                "_FillValue", type: chdf5_float64_little_endian(), memory: chdf5_native_double(), extent: 1,
                [Double.nan])
        case .float32:
            try write(
                "_FillValue", type: chdf5_float32_little_endian(), memory: chdf5_native_float(), extent: 1,
                [Float.nan])
        }
    }

    private func stringType(size: Int) throws -> HDF5Handle {
        let type = try HDF5Handle(
            H5Tcopy(chdf5_c_string()), orThrow: HDF5Library.failure("write", file: file, isWriting: true))
        _ = H5Tset_size(type.id, size)
        _ = H5Tset_strpad(type.id, size == chdf5_variable_length() ? H5T_STR_NULLTERM : H5T_STR_NULLPAD)
        _ = H5Tset_cset(type.id, H5T_CSET_UTF8)
        return type
    }

    private func write<Element>(
        _ name: String, type: hid_t, memory: hid_t, extent: Int?, _ elements: [Element]
    ) throws {
        var failure: StorageError {
            HDF5Library.failure("write attribute '\(name)'", file: file, object: path, isWriting: true)
        }
        let creation = try HDF5File.propertyList(chdf5_attribute_create_class(), file)
        _ = H5Pset_char_encoding(creation.id, H5T_CSET_UTF8)
        var extents = [hsize_t(extent ?? 1)]
        let space = try HDF5Handle(
            extent == nil ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &extents, nil), orThrow: failure)
        let attribute = try HDF5Handle(
            H5Acreate2(id, name, type, space.id, creation.id, chdf5_default()), orThrow: failure)
        guard elements.isEmpty || elements.withUnsafeBytes({ H5Awrite(attribute.id, memory, $0.baseAddress) }) >= 0
        else { throw failure }
    }

    /// The attributes that users see, in order of creation where the file knows it: not those of the format itself.
    func attributes() throws -> [Attribute] {
        let hidden: Set<String> = [
            "CLASS", "NAME", "DIMENSION_LIST", "DIMENSION_LABELS", "REFERENCE_LIST", "_Netcdf4Dimid",
            "_Netcdf4Coordinates", "_NCProperties", "_nc3_strict",
        ]
        return try attributeNames().filter { !hidden.contains($0) }.compactMap { name in
            try attribute(name).map { Attribute(name, $0) }
        }
    }

    private func attributeNames() throws -> [String] {
        var information = H5O_info_t()
        guard H5Oget_info2(id, &information, UInt32(H5O_INFO_NUM_ATTRS)) >= 0 else {
            throw HDF5Library.failure("list attributes", file: file, object: path)
        }
        let count = information.num_attrs
        guard count > 0 else { return [] }
        var index = H5_INDEX_CRT_ORDER
        if H5Aget_name_by_idx(id, ".", index, H5_ITER_INC, 0, nil, 0, chdf5_default()) < 0 { index = H5_INDEX_NAME }
        return try (0..<count).map { position in
            let length = H5Aget_name_by_idx(id, ".", index, H5_ITER_INC, position, nil, 0, chdf5_default())
            guard length >= 0, length < 65536 else {
                throw HDF5Library.failure("list attributes", file: file, object: path)
            }
            var bytes = [CChar](repeating: 0, count: length + 1)
            _ = H5Aget_name_by_idx(id, ".", index, H5_ITER_INC, position, &bytes, bytes.count, chdf5_default())
            return String(decoding: bytes.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    /// The value of an attribute; `nil` where there is none or it is of a kind we have no word for.
    func attribute(_ name: String) throws -> AttributeValue? {
        guard H5Aexists(id, name) > 0 else { return nil }
        var failure: StorageError { HDF5Library.failure("read attribute '\(name)'", file: file, object: path) }
        let attribute = try HDF5Handle(H5Aopen(id, name, chdf5_default()), orThrow: failure)
        let type = try HDF5Handle(H5Aget_type(attribute.id), orThrow: failure)
        let space = try HDF5Handle(H5Aget_space(attribute.id), orThrow: failure)
        let count = Int(H5Sget_simple_extent_npoints(space.id))
        let isScalar = H5Sget_simple_extent_type(space.id) == H5S_SCALAR
        let size = H5Tget_size(type.id)
        guard count >= 0, size > 0, count <= Self.attributeLimit / size else {
            throw StorageError(
                .outOfMemory, file: file, object: path,
                "attribute '\(name)' is larger than \(Self.attributeLimit) bytes")
        }
        let items: [AttributeValue]
        switch H5Tget_class(type.id) {
        case H5T_STRING:
            // An empty text has no elements in netCDF.
            if H5Sget_simple_extent_type(space.id) == H5S_NULL { return .text("") }
            items = try texts(of: attribute, type: type, space: space, count: count, size: size, failure).map {
                .text($0)
            }
        case H5T_INTEGER, H5T_ENUM:
            var integers = [Int64](repeating: 0, count: count)
            guard count == 0 || H5Aread(attribute.id, chdf5_native_int64(), &integers) >= 0 else { throw failure }
            items = integers.map { .integer(Int($0)) }
        case H5T_FLOAT:
            var numbers = [Double](repeating: 0, count: count)
            guard count == 0 || H5Aread(attribute.id, chdf5_native_double(), &numbers) >= 0 else { throw failure }
            items = numbers.map { .number($0) }
        default:
            return nil
        }
        return isScalar ? items.first : .list(items)
    }

    private func texts(
        of attribute: HDF5Handle, type: HDF5Handle, space: HDF5Handle, count: Int, size: Int,
        _ failure: @autoclosure () -> StorageError
    ) throws -> [String] {
        if H5Tis_variable_str(type.id) > 0 {
            var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
            guard count == 0 || H5Aread(attribute.id, type.id, &pointers) >= 0 else { throw failure() }
            defer { _ = H5Dvlen_reclaim(type.id, space.id, chdf5_default(), &pointers) }
            return pointers.map { $0.map { String(cString: $0) } ?? "" }
        }
        var bytes = [UInt8](repeating: 0, count: count * size)
        guard count == 0 || H5Aread(attribute.id, type.id, &bytes) >= 0 else { throw failure() }
        let isSpacePadded = H5Tget_strpad(type.id) == H5T_STR_SPACEPAD
        return (0..<count).map { index in
            var text = bytes[(index * size)..<((index + 1) * size)].prefix { $0 != 0 }
            while isSpacePadded, text.last == 0x20 { text.removeLast() }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
