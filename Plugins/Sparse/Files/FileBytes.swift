import Ansatz
import Glibc

/// The bytes of a text file, or of its beginning, with a zero behind them.
final class FileBytes {
    /// As messages call the file.
    let name: String
    let base: UnsafeMutablePointer<UInt8>
    let count: Int
    /// Of the whole file.
    let fileSize: Int

    /// - Parameter limit: bytes at most; the whole file where `nil`.
    /// - Throws: ``ComputationError/badInput(_:help:)`` where there is no such regular file or it can't be read, and
    ///   ``ComputationError/tooLarge(_:)`` where the memory does not hold it.
    init(_ file: FilePath, limit: Int? = nil) throws {
        name = file.written
        // A pipe without a writer would be waited for.
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.failure(file, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(file, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw ComputationError.badInput("'\(file.written)' is no regular file", help: "name a file of data")
        }
        fileSize = Int(status.st_size)
        let wanted = min(fileSize, limit ?? .max)
        if let memory = FreeResources.memory, wanted > memory {
            throw ComputationError.tooLarge("'\(file.written)' has \(wanted) bytes, more than the memory that is free")
        }
        base = .allocate(capacity: wanted + 1)
        var filled = 0
        while filled < wanted {
            let got = read(descriptor, base + filled, wanted - filled)
            if got == 0 { break }
            if got < 0 {
                if errno == EINTR { continue }
                let code = errno
                base.deallocate()
                throw Self.failure(file, code)
            }
            filled += got
        }
        count = filled
        base[filled] = 0
    }

    deinit { base.deallocate() }

    private static func failure(_ file: FilePath, _ code: Int32) -> ComputationError {
        code == ENOENT
            ? .badInput(
                "there is no file '\(file.written)'",
                help: "looked for '\(file.path)'; paths are relative to the scenario's folder")
            : .badInput("'\(file.written)' can't be read: \(String(cString: strerror(code)))", help: nil)
    }
}
