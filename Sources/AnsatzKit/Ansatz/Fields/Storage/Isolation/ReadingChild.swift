import CHDF5
import Glibc

/// A started ``ReadingProcess``, and the socket to it.
struct ReadingChild {
    let identifier: pid_t
    let socket: MessageSocket

    /// - Throws: ``StorageError`` about `path`, which it was to read, where the process can't be started.
    init(_ process: ReadingProcess, for path: String) throws {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SystemFailure.error(errno, "read", path) }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO)
        // The library and the system write about what they meet in damaged files; our message says it.
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // The library opens files without the flag that closes them there; a lock of ours must not live on in the child.
        _ = chdf5_close_from(&actions, STDERR_FILENO + 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Ctrl-C on the terminal is for us: a run that stops in good order still reads.
        posix_spawnattr_setpgroup(&attributes, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments = ([process.executable] + process.arguments).map { strdup($0) } + [nil]
        var environment = Self.environment.map { strdup($0) } + [nil]
        defer { (arguments + environment).forEach { free($0) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, process.executable, &actions, &attributes, &arguments, &environment)
        guard code == 0 else {
            close(ends[0])
            throw StorageError(
                .failed, file: path,
                "can't start '\(process.executable)' to read it: \(String(cString: strerror(code)))",
                help: "close other programs, or raise the limit on processes ('ulimit -u'), and run again")
        }
        self.identifier = identifier
        socket = MessageSocket(descriptor: ends[0])
    }

    /// Ours, without what would only cost time or write to the terminal.
    private static var environment: [String] {
        let own = [
            "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "SWIFT_BACKTRACE=enable=no", "LIBC_FATAL_STDERR_=1",
        ]
        var all = own
        var pointer = environ
        while let entry = pointer.pointee {
            let text = String(cString: entry)
            if !own.contains(where: { text.hasPrefix($0.prefix { $0 != "=" } + "=") }) { all.append(text) }
            pointer += 1
        }
        return all
    }

    /// How it ended.
    enum End {
        case exit(Int32)
        case signal(Int32)
        /// It hangs in the kernel, and can't be ended.
        case stuck
    }

    /// Ends it, unless it has ended already.
    ///
    /// - Parameter isGone: whether it closed its end of the socket, so that it ends by itself.
    func end(isGone: Bool) -> End {
        close(socket.descriptor)
        if !isGone { kill(identifier, SIGKILL) }
        let deadline = MessageSocket.now + 5
        var status: Int32 = 0
        while true {
            let result = waitpid(identifier, &status, MessageSocket.now < deadline ? 0 : WNOHANG)
            if result == identifier { break }
            if result < 0, errno == EINTR { continue }
            return .stuck
        }
        return status & 0x7f == 0 ? .exit(status >> 8 & 0xff) : .signal(status & 0x7f)
    }
}
