import Glibc

/// Files that appear under their name complete or not at all.
public enum AtomicFile {
    /// Where the contents grow until they are complete.
    public static func temporaryPath(for path: String) -> String { path + ".tmp" }

    /// Puts the temporary file on the disk, gives it its name, and puts that on the disk.
    public static func publish(_ path: String) throws {
        let temporary = temporaryPath(for: path)
        try synchronize(temporary)
        guard rename(temporary, path) == 0 else { throw SystemFailure.error(errno, "rename '\(temporary)' to", path) }
        try synchronize(SystemFailure.folder(of: path))
    }

    /// Writes a text file.
    ///
    /// - Throws: ``StorageError`` with what the system said: a full disk, a read-only folder.
    public static func write(_ text: String, to path: String) throws {
        let temporary = temporaryPath(for: path)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemFailure.error(errno, "create", temporary) }
        do {
            try write(Array(text.utf8), to: descriptor, path: temporary)
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        close(descriptor)
        try publish(path)
    }

    /// Writes all bytes at the descriptor's position.
    static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws {
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                if count < 0 {
                    if errno == EINTR { continue }
                    throw SystemFailure.error(errno, "write", path)
                }
                done += count
            }
        }
    }

    private static func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure.error(errno, "open", path) }
        defer { close(descriptor) }
        // Some file systems refuse to synchronise a folder; the rename is then as durable as they make it.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemFailure.error(errno, "write", path) }
    }
}
