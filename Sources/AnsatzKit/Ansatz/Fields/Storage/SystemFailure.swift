import Glibc

/// What the operating system said, as a ``StorageError``.
enum SystemFailure {
    /// The error for `errno` as it was after a call that was to do `action` ("open", "write") on `file`.
    static func error(_ code: Int32, _ action: String, _ file: String) -> StorageError {
        switch code {
        case ENOENT:
            return StorageError(.missingFile, file: file, "there is no such file", help: nearestFolder(of: file))
        case ENOTDIR:
            return StorageError(.missingFile, file: file, "a part of this path is a file, not a folder")
        case EACCES, EPERM:
            return StorageError(
                .permissionDenied, file: file, "no permission to \(action) it",
                help: "check the owner and mode with 'ls -ld' on the file and its folder")
        case EROFS:
            return StorageError(
                .readOnly, file: file, "cannot \(action): the file system is read-only",
                help: "choose a writable folder for the output")
        case ENOSPC, EDQUOT:
            return diskFull(file)
        default:
            return StorageError(.failed, file: file, "cannot \(action): \(String(cString: strerror(code)))")
        }
    }

    static func diskFull(_ file: String) -> StorageError {
        StorageError(
            .diskFull, file: file, "no space left on its disk",
            help: "free some space ('df -h' on its folder shows how much is left) and run again; it continues")
    }

    /// Bytes that may still be written to the file system of `file`; `nil` where it does not say.
    static func freeBytes(beside file: String) -> UInt64? {
        var status = statvfs()
        guard statvfs(folder(of: file), &status) == 0 else { return nil }
        return UInt64(status.f_bavail) &* UInt64(status.f_frsize)
    }

    static func size(of file: String) throws -> Int {
        var status = stat()
        guard stat(file, &status) == 0 else { throw error(errno, "read", file) }
        return Int(status.st_size)
    }

    static func folder(of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return "." }
        return slash == file.startIndex ? "/" : String(file[..<slash])
    }

    private static func nearestFolder(of file: String) -> String? {
        let folder = folder(of: file)
        return access(folder, F_OK) == 0 ? nil : "the folder '\(folder)' does not exist either"
    }
}
