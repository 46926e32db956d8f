import Foundation

/// Keeps two processes from working in one run directory. The kernel drops it when the process ends, however it ends.
final class RunLock {
    /// A process that inherits it holds the lock too.
    let descriptor: Int32

    /// - Throws: ``RunFailure`` naming the holder.
    convenience init(_ directory: RunDirectory) throws { try self.init(folder: directory.path) }

    /// - Parameter patience: seconds to wait for a holder that is about to end.
    init(folder: String, patience: Double = 0) throws {
        let path = folder + "/lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw RunFailure("can't open '\(path)': \(String(cString: strerror(errno)))")
        }
        let watch = Stopwatch()
        var isOurs = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        while !isOurs, errno == EWOULDBLOCK, watch.seconds < patience {
            usleep(20_000)
            isOurs = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        }
        guard isOurs else {
            let holder = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(
                in: .whitespacesAndNewlines)
            close(descriptor)
            throw RunFailure(
                "'\(folder)' is in use by \(holder.flatMap { $0.isEmpty ? nil : $0 } ?? "another process")",
                help: "wait for it, or choose another directory with --output")
        }
        let holder = Array("process \(getpid()) on \(ProcessInfo.processInfo.hostName)\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, holder, holder.count, 0)
    }

    deinit { close(descriptor) }
}
