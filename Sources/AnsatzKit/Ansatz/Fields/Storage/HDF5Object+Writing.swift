import CHDF5

extension HDF5Object {
    /// Makes a group in this one, or opens the one that is there.
    func group(_ name: String) throws -> HDF5Object {
        if H5Lexists(id, name, chdf5_default()) > 0 { return try child(name) }
        let place = path == "/" ? "/" + name : path + "/" + name
        let creation = try HDF5File.propertyList(chdf5_group_create_class(), file)
        _ = H5Pset_obj_track_times(creation.id, false)
        _ = H5Pset_link_creation_order(creation.id, chdf5_creation_order())
        _ = H5Pset_attr_creation_order(creation.id, chdf5_creation_order())
        let group = H5Gcreate2(id, name, chdf5_default(), creation.id, chdf5_default())
        return HDF5Object(
            handle: try HDF5Handle(
                group, orThrow: HDF5Library.failure("write", file: file, object: place, isWriting: true)),
            file: file, path: place)
    }

    /// Writes numbers as a dataset of this group, at a path whose groups are made.
    @discardableResult
    func write(_ values: FieldValues, at path: String) throws -> HDF5Object {
        let names = path.split(separator: "/").map(String.init)
        guard let last = names.last else { throw StorageError(.invalidName, file: file, "a dataset without a name") }
        for name in names { try HDF5Name.check(name, of: "a dataset", file: file) }
        let parent = try names.dropLast().reduce(self) { try $0.group($1) }
        let failure = { HDF5Library.failure("write", file: file, object: path, isWriting: true) }
        let creation = try HDF5File.propertyList(chdf5_dataset_create_class(), file)
        _ = H5Pset_obj_track_times(creation.id, false)
        var extents = values.shape.map { hsize_t($0) }
        let space = try HDF5Handle(
            extents.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(extents.count), &extents, nil),
            orThrow: failure())
        let isSingle = values.precision == .float32
        let type = isSingle ? chdf5_float32_little_endian() : chdf5_float64_little_endian()
        let dataset = HDF5Object(
            handle: try HDF5Handle(
                H5Dcreate2(parent.id, last, type, space.id, chdf5_default(), creation.id, chdf5_default()),
                orThrow: failure()),
            file: file, path: path)
        guard values.count > 0 else { return dataset }
        let memory = isSingle ? chdf5_native_float() : chdf5_native_double()
        let status = values.withBytes {
            H5Dwrite(dataset.id, memory, chdf5_all(), chdf5_all(), chdf5_default(), $0.baseAddress)
        }
        guard status >= 0 else { throw failure() }
        return dataset
    }
}
