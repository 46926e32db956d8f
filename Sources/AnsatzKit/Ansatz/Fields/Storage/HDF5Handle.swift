import CHDF5

/// Owns one identifier of the HDF5 library and gives it back at the end.
final class HDF5Handle {
    let id: hid_t

    /// - Throws: what `failure` makes where the identifier is negative, HDF5's sign of an error.
    init(_ id: hid_t, orThrow failure: @autoclosure () -> StorageError) throws {
        guard id >= 0 else { throw failure() }
        self.id = id
    }

    deinit {
        HDF5Library.locked { _ = H5Idec_ref(id) }
    }
}
