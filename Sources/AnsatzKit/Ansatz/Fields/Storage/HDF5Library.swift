import CHDF5
import Glibc

/// The door to the HDF5 library: one lock, silent error stacks, and their text for our messages.
enum HDF5Library {
    /// Before anything else the library is told not to clean up at the process's end. It would close what is still open
    /// without regard to other threads, and what it could not close before (a file on a full disk, a damaged one) it can't
    /// close then: it says "infinite loop closing library", or crashes. Nothing of ours needs it: a file counts only
    /// once it was closed and got its name.
    private static let lock: RecursiveLock = {
        H5dont_atexit()
        return RecursiveLock()
    }()

    /// Runs `body` while no other thread is inside the library. May nest.
    static func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        // A thread has its own error stack, which prints to stderr until told otherwise.
        H5Eset_auto2(chdf5_error_stack(), nil, nil)
        return try body()
    }

    /// What the library says about the call that just failed, innermost cause last.
    static func failureText() -> String {
        var lines: [String] = []
        withUnsafeMutablePointer(to: &lines) { pointer in
            _ = H5Ewalk2(
                chdf5_error_stack(), H5E_WALK_DOWNWARD,
                { _, description, data in
                    if let text = description?.pointee.desc {
                        data?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: text))
                    }
                    return 0
                }, pointer)
        }
        return lines.joined(separator: "; ")
    }

    /// The error for a call that just failed while doing `action` ("read", "create") to an object of a file.
    static func failure(_ action: String, file: String, object: String? = nil, isWriting: Bool = false)
        -> StorageError
    {
        let text = failureText()
        if isWriting, text.contains("errno = \(ENOSPC)") || SystemFailure.freeBytes(beside: file) == 0 {
            return SystemFailure.diskFull(file)
        }
        if let code = [EACCES, EROFS, ENOENT, ENOTDIR, EPERM].first(where: { text.contains("errno = \($0),") }) {
            return SystemFailure.error(code, action, file)
        }
        if text.contains("unable to lock file") {
            return StorageError(
                .failed, file: file, "cannot \(action): another program has it open, or its disk has no file locks",
                help: "close the other program, or set HDF5_USE_FILE_LOCKING=FALSE for disks without locks")
        }
        if let start = text.firstRange(of: "required filter '") {
            let filter = text[start.upperBound...].prefix { $0 != "'" }
            return StorageError(
                .failed, file: file, object: object,
                "its numbers were packed by the filter '\(filter)', which this HDF5 does not have",
                help: "install the filter and name its folder in HDF5_PLUGIN_PATH, or pack the file anew where the "
                    + "filter is: h5repack -f GZIP=4 OLD NEW")
        }
        let detail = text.isEmpty ? "" : " (HDF5: \(text))"
        if !isWriting, ["truncated", "addr overflow", "eof"].contains(where: text.contains) {
            return StorageError(
                .truncated, file: file, object: object, "cannot \(action): the file is shorter than it says\(detail)",
                help: "it was cut off while being written or copied; make it again")
        }
        return StorageError(isWriting ? .failed : .corrupt, file: file, object: object, "cannot \(action)\(detail)")
    }
}

/// A lock that the thread holding it may take again: closing an identifier in a `deinit` needs it.
private final class RecursiveLock: @unchecked Sendable {
    // Sendable: a mutex is made for threads.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() {
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
        pthread_mutex_init(mutex, &attributes)
        pthread_mutexattr_destroy(&attributes)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }
}
