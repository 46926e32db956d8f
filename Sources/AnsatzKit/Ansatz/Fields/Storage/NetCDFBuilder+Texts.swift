import CHDF5

extension NetCDFBuilder {
    /// The coordinate variable of an axis whose points are words.
    mutating func scale(of field: TextField) throws {
        guard let axis = field.axes.first else { return }
        let object = try create(field)
        try write(field.values, to: object)
        try describe(object, as: Axis(axis.name, .explicit([]), longName: axis.longName, role: axis.role))
        register(object, as: axis)
    }

    /// A variable of texts.
    mutating func text(_ field: TextField) throws {
        let scales = try field.axes.map { (name: $0.name, object: try scale(for: $0)) }
        let object = try create(field)
        if !field.longName.isEmpty { try object.writeText("long_name", field.longName) }
        try attach(scales, to: object)
        try write(field.values, to: object)
    }

    private mutating func create(_ field: TextField) throws -> HDF5Object {
        let type = try textType()
        return try create(
            field.name, kind: "a text variable", type: type.id, shape: field.axes.map(\.count),
            maximum: field.axes.map(\.count), chunk: nil
        ) { _ in }
    }

    /// Texts of any length: the only ones that netCDF-4 knows as texts.
    private func textType() throws -> HDF5Handle {
        let type = try HDF5Handle(H5Tcopy(chdf5_c_string()), orThrow: failure("a text"))
        _ = H5Tset_size(type.id, chdf5_variable_length())
        _ = H5Tset_cset(type.id, H5T_CSET_UTF8)
        return type
    }

    private func write(_ texts: [String], to object: HDF5Object) throws {
        guard !texts.isEmpty else { return }
        let type = try textType()
        var bytes: [UInt8] = []
        let starts = texts.map { text in
            defer { bytes += text.utf8.filter { $0 != 0 } + [0] }
            return bytes.count
        }
        let status = bytes.withUnsafeBufferPointer { buffer in
            let pointers = starts.map { start in buffer.baseAddress.map { $0 + start } }
            return pointers.withUnsafeBytes {
                H5Dwrite(object.id, type.id, chdf5_all(), chdf5_all(), chdf5_default(), $0.baseAddress)
            }
        }
        guard status >= 0 else { throw failure(object.path) }
    }
}
