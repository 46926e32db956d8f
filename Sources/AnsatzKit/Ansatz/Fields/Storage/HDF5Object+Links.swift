import CHDF5

/// What leads out of a file, and why it is not followed: whoever makes a file could let it read any other, and a result
/// that depends on files which the scenario does not name would not be made anew when they change.
extension HDF5Object {
    /// Refuses datasets whose numbers lie in other files: external storage, and virtual datasets with other sources.
    func checkSelfContained() throws {
        guard isDataset else { return }
        let list = try HDF5Handle(
            H5Dget_create_plist(id), orThrow: HDF5Library.failure("read", file: file, object: path))
        var other: String?
        if H5Pget_external_count(list.id) > 0 { other = "external storage" }
        if H5Pget_layout(list.id) == H5D_VIRTUAL { other = Self.foreignSource(of: list) ?? other }
        guard let other else { return }
        throw StorageError(
            .wrongType, file: file, object: path, "its numbers lie in another file (\(other)), which is not followed",
            help: "copy it into one file: in Python, h5py.File('new.h5', 'w')['\(lastName)'] = old['\(lastName)'][...]")
    }

    private var lastName: String { String(path.split(separator: "/").last ?? "data") }

    /// The first source of a virtual dataset that is not its own file, which is called "." there.
    private static func foreignSource(of list: HDF5Handle) -> String? {
        var count = 0
        guard H5Pget_virtual_count(list.id, &count) >= 0 else { return "virtual dataset" }
        for index in 0..<count {
            var bytes = [CChar](repeating: 0, count: 256)
            let length = H5Pget_virtual_filename(list.id, index, &bytes, bytes.count)
            let name = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            if length < 0 || name != "." { return "virtual dataset of '\(name)'" }
        }
        return nil
    }

    /// Settings for opening objects that let no link lead to another file, also none on the way of a soft link.
    static func linkAccess(_ file: String) throws -> HDF5Handle {
        let access = try HDF5File.propertyList(chdf5_link_access_class(), file)
        _ = H5Pset_elink_cb(access.id, { _, _, _, _, _, _, _ in -1 }, nil)
        return access
    }
}
