import CHDF5

/// A dataset or group of an open file. All members are to be called under the library's lock.
struct HDF5Object {
    let handle: HDF5Handle
    let file: String
    /// The path inside the file, `/` for the root.
    let path: String

    var id: hid_t { handle.id }

    init(handle: HDF5Handle, file: String, path: String) {
        self.handle = handle
        self.file = file
        self.path = path
    }

    /// The root group.
    static func root(of file: HDF5File) throws -> HDF5Object {
        let id = H5Oopen(file.id, "/", chdf5_default())
        return HDF5Object(
            handle: try HDF5Handle(id, orThrow: HDF5Library.failure("open", file: file.path, object: "/")),
            file: file.path, path: "/")
    }

    var isGroup: Bool { H5Iget_type(id) == H5I_GROUP }
    var isDataset: Bool { H5Iget_type(id) == H5I_DATASET }

    /// The object that a link of this group leads to; no link to another file is followed on the way.
    func child(_ name: String) throws -> HDF5Object {
        let path = self.path == "/" ? "/" + name : self.path + "/" + name
        let access = try Self.linkAccess(file)
        let child = H5Oopen(id, name, access.id)
        return HDF5Object(
            handle: try HDF5Handle(child, orThrow: HDF5Library.failure("open", file: file, object: path)),
            file: file, path: path)
    }

    /// The names of the hard links of this group, in the order of creation where the file knows it.
    func childNames() throws -> [String] {
        var information = H5G_info_t()
        guard H5Gget_info(id, &information) >= 0 else {
            throw HDF5Library.failure("list", file: file, object: path)
        }
        var index = H5_INDEX_CRT_ORDER
        if H5Lget_name_by_idx(id, ".", index, H5_ITER_INC, 0, nil, 0, chdf5_default()) < 0 { index = H5_INDEX_NAME }
        var names: [String] = []
        for position in 0..<information.nlinks {
            var link = H5L_info_t()
            guard H5Lget_info_by_idx(id, ".", index, H5_ITER_INC, position, &link, chdf5_default()) >= 0 else {
                throw HDF5Library.failure("list", file: file, object: path)
            }
            guard link.type == H5L_TYPE_HARD else { continue }
            let length = H5Lget_name_by_idx(id, ".", index, H5_ITER_INC, position, nil, 0, chdf5_default())
            guard length >= 0, length < 65536 else { throw HDF5Library.failure("list", file: file, object: path) }
            var bytes = [CChar](repeating: 0, count: length + 1)
            _ = H5Lget_name_by_idx(id, ".", index, H5_ITER_INC, position, &bytes, bytes.count, chdf5_default())
            names.append(String(decoding: bytes.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
        return names
    }

    /// The extents of a dataset, and what they may grow to (`nil`: no limit).
    func extents() throws -> (shape: [Int], maximum: [Int?]) {
        let space = try HDF5Handle(H5Dget_space(id), orThrow: HDF5Library.failure("read", file: file, object: path))
        let rank = H5Sget_simple_extent_ndims(space.id)
        guard rank >= 0 else { throw HDF5Library.failure("read the shape", file: file, object: path) }
        if H5Sget_simple_extent_type(space.id) == H5S_NULL { return ([0], [0]) }
        var shape = [hsize_t](repeating: 0, count: Int(rank))
        var maximum = shape
        guard H5Sget_simple_extent_dims(space.id, &shape, &maximum) >= 0 else {
            throw HDF5Library.failure("read the shape", file: file, object: path)
        }
        let extents = shape.map { Int(clamping: $0) }
        return (extents, maximum.map { $0 == chdf5_unlimited() ? nil : Int(clamping: $0) })
    }
}
