import CHDF5
import Glibc

/// An open HDF5 file.
final class HDF5File {
    let path: String
    private var handle: HDF5Handle?
    /// The system's descriptor while the file is being written.
    private var descriptor: Int32?

    private init(path: String, handle: HDF5Handle, descriptor: Int32? = nil) {
        self.path = path
        self.handle = handle
        self.descriptor = descriptor
    }

    deinit { abandon() }

    /// The identifier of the file.
    var id: hid_t { handle?.id ?? -1 }

    /// Opens a file. The single door for reading; that a file from elsewhere comes through it only in another process is
    /// up to ``DatasetReader``.
    static func open(forReading path: String) throws -> HDF5File {
        _ = try FileIdentity(path: path)
        return try HDF5Library.locked {
            guard H5Fis_hdf5(path) > 0 else {
                throw StorageError(
                    .notHDF5, file: path, "this is not an HDF5 file",
                    help: "check that it is the right file; netCDF classic files convert with 'nccopy -k nc4 OLD NEW'")
            }
            let access = try propertyList(chdf5_file_access_class(), path)
            let id = H5Fopen(path, chdf5_read_only(), access.id)
            let handle = try HDF5Handle(id, orThrow: HDF5Library.failure("open", file: path))
            return HDF5File(path: path, handle: handle)
        }
    }

    /// Makes an empty file, replacing one that is there.
    static func create(_ path: String) throws -> HDF5File {
        // HDF5's own message for a folder that does not exist or is not ours hides the cause; ask the system first.
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT {
                throw StorageError(
                    .missingFile, file: path, "the folder '\(SystemFailure.folder(of: path))' does not exist",
                    help: "create it with 'mkdir -p'")
            }
            throw SystemFailure.error(code, "create", path)
        }
        Glibc.close(descriptor)
        return try HDF5Library.locked {
            let creation = try propertyList(chdf5_file_create_class(), path)
            // netCDF-4 adds to a file only where the order of links is tracked. Object times would make equal data
            // unequal files.
            _ = H5Pset_link_creation_order(creation.id, chdf5_creation_order())
            _ = H5Pset_attr_creation_order(creation.id, chdf5_creation_order())
            _ = H5Pset_obj_track_times(creation.id, false)
            let access = try propertyList(chdf5_file_access_class(), path)
            _ = H5Pset_libver_bounds(access.id, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18)
            _ = H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG)
            let id = H5Fcreate(path, chdf5_truncate(), creation.id, access.id)
            let handle = try HDF5Handle(id, orThrow: HDF5Library.failure("create", file: path, isWriting: true))
            var pointer: UnsafeMutableRawPointer?
            let status = H5Fget_vfd_handle(handle.id, access.id, &pointer)
            let descriptor = status < 0 ? nil : pointer?.load(as: Int32.self)
            return HDF5File(path: path, handle: handle, descriptor: descriptor)
        }
    }

    /// Sends what the library still wants to write to memory: the file is not going to be used.
    ///
    /// After a write that failed for lack of space the library can neither close the file, which keeps the space
    /// taken, nor end the process without a crash. With somewhere to write to, it does both.
    func abandon() {
        guard let abandoned = descriptor else { return }
        descriptor = nil
        let memory = chdf5_memory_file()
        guard memory >= 0 else { return }
        dup2(memory, abandoned)
        Glibc.close(memory)
    }

    /// Writes everything out and closes the file, with all that is open in it.
    func close() throws {
        try HDF5Library.locked {
            guard let open = handle else { return }
            guard H5Fflush(open.id, H5F_SCOPE_LOCAL) >= 0 else {
                let failure = HDF5Library.failure("write", file: path, isWriting: true)
                abandon()
                throw failure
            }
            descriptor = nil
            handle = nil
        }
    }

    static func propertyList(_ kind: hid_t, _ path: String) throws -> HDF5Handle {
        try HDF5Handle(H5Pcreate(kind), orThrow: HDF5Library.failure("prepare access", file: path))
    }
}
