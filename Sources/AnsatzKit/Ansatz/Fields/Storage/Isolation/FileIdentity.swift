import Glibc

/// Which file a path leads to, and whether it was written to since.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    let byteCount: Int
    private let modified: [Int]

    /// - Throws: ``StorageError`` for what is no regular file that can be read: folders, pipes, devices, empty files.
    init(path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemFailure.error(errno, "read", path) }
        if status.st_mode & S_IFMT == S_IFDIR {
            throw StorageError(.notHDF5, file: path, "this is a folder, not a file", help: "name a file in it")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StorageError(
                .notHDF5, file: path, "this is not a regular file",
                help: "save the data to a file first; pipes and devices can't be searched")
        }
        guard access(path, R_OK) == 0 else { throw SystemFailure.error(errno, "read", path) }
        guard status.st_size > 0 else {
            throw StorageError(.truncated, file: path, "the file is empty", help: "make it again")
        }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        byteCount = Int(status.st_size)
        modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
}
