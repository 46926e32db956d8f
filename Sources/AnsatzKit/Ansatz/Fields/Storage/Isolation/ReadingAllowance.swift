import Glibc
import Synchronization

/// The limits of this process while it reads a file, raised as the work that is asked for becomes known.
final class ReadingAllowance: Sendable {
    private struct State {
        /// Processor seconds used before the current request.
        var start = 0
        /// Bytes to be gone through for the current request.
        var bytes = 0
        var announced = 0
        var announce: @Sendable (Int) -> Void = { _ in }
    }

    private let limits: ReadingLimits
    private let fileBytes: Int
    /// Never more than was free at the start.
    private let mostMemory: Int
    private let state = Mutex(State())

    init(_ limits: ReadingLimits, path: String) {
        self.limits = limits
        fileBytes = (try? SystemFailure.size(of: path)) ?? 0
        mostMemory = Self.addressSpace.saturatingAdd(max(MemoryLimit.availableBytes(), limits.memory))
        Self.set(RLIMIT_CORE, 0)
        // It has nothing to write, nor to start.
        Self.set(RLIMIT_FSIZE, 0)
        // Where the machine's memory runs out all the same, this process goes first.
        let descriptor = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC)
        if descriptor >= 0 {
            _ = write(descriptor, "1000", 4)
            close(descriptor)
        }
    }

    /// A new request; `announce` is told how many seconds it may take where that is more than for the file's size.
    func begin(announce: @escaping @Sendable (Int) -> Void) {
        state.withLock { state in
            state = State(start: Self.usedSeconds, announce: announce)
            apply(&state, newBytes: 0)
        }
    }

    /// So many bytes are about to be allocated and filled.
    func admit(_ bytes: Int) {
        // What is more than the memory will be refused.
        let bytes = min(bytes, mostMemory)
        state.withLock { state in
            state.bytes = state.bytes.saturatingAdd(bytes)
            apply(&state, newBytes: bytes)
        }
    }

    private func apply(_ state: inout State, newBytes: Int) {
        let seconds = limits.seconds(fileBytes: fileBytes, numbers: state.bytes)
        Self.set(RLIMIT_CPU, state.start + seconds)
        // Sanitizers map terabytes for their shadow memory.
        #if !ANSATZ_SANITIZE_ADDRESS && !ANSATZ_SANITIZE_THREAD
            Self.set(RLIMIT_AS, min(mostMemory, Self.addressSpace.saturatingAdd(limits.memory).saturatingAdd(newBytes)))
        #endif
        if seconds > max(limits.seconds(fileBytes: fileBytes), state.announced) {
            state.announced = seconds + limits.seconds
            state.announce(state.announced)
        }
    }

    private static func set(_ resource: __rlimit_resource, _ value: Int) {
        // Only the soft limit: it will have to be raised.
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_max, rlim_t(value))
        _ = setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }

    private static var usedSeconds: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (Int(microseconds) + 999_999) / 1_000_000
    }

    /// Bytes of address space that are taken now.
    private static var addressSpace: Int {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(descriptor, &bytes, bytes.count)
        let pages = String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != 0x20 }, as: UTF8.self)
        return (Int(pages) ?? 0) * Int(getpagesize())
    }
}
