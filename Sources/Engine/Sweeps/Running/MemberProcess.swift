import CProcess
import Foundation

/// A member of a sweep at work: `ansatz run` in a process of its own, which ends when this process does.
final class MemberProcess {
    enum Ending: Equatable {
        case exited(Int32)
        case signalled(Int32)
    }

    let member: SweepMember
    private let process: pid_t
    private let watch = Stopwatch()
    private(set) var isAsked = false

    /// Starts the process. To be called on the main thread: the process ends with the thread that starts it.
    ///
    /// - Parameters:
    ///   - arguments: after the command's name.
    ///   - log: the file that its output is added to.
    ///   - lock: a descriptor that it keeps open.
    /// - Throws: ``RunFailure`` where the system gives no process or no file.
    init(_ member: SweepMember, arguments: [String], log: String, lock: Int32) throws {
        self.member = member
        let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw RunFailure("can't write '\(log)': \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var texts: [UnsafeMutablePointer<CChar>?] = (["ansatz"] + arguments).map { strdup($0) } + [nil]
        defer { for text in texts { free(text) } }
        var process: pid_t = 0
        let failure = texts.withUnsafeMutableBufferPointer {
            cprocess_start("/proc/self/exe", $0.baseAddress, environ, descriptor, lock, &process)
        }
        guard failure == 0 else {
            throw RunFailure(
                "can't start another process: \(String(cString: strerror(failure)))", help: "use a smaller --jobs")
        }
        self.process = process
    }

    var seconds: Double { watch.seconds }

    /// Asks it to save its state and stop. Once: a second request would stop it at once.
    func stop() {
        guard !isAsked else { return }
        isAsked = true
        kill(process, SIGTERM)
    }

    /// How it ended, where it has.
    func ending() -> Ending? {
        var status: Int32 = 0
        var result = waitpid(process, &status, WNOHANG)
        while result < 0, errno == EINTR { result = waitpid(process, &status, WNOHANG) }
        if result == 0 { return nil }
        // Somebody else has taken its status; it can't be known any more.
        guard result == process else { return .exited(127) }
        return status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .signalled(status & 0x7F)
    }
}
