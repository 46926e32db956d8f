import Foundation
import Synchronization

/// Ctrl-C and `kill`: the first asks the run to save its state and stop, the second stops at once.
public enum Interruption {
    /// The process's exit code where it stopped and can go on.
    public static let exitCode: Int32 = 5

    private static let count = Atomic<Int>(0)
    /// When the first request came, in nanoseconds of the clock that only goes forward.
    private static let firstRequest = Atomic<UInt64>(0)
    private static let patience: UInt64 = 2_000_000_000

    /// Whether somebody asked to stop.
    public static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

    /// Whether somebody asked to stop two seconds ago: then a long step is broken off, and the run falls back to its last
    /// checkpoint.
    public static var isOverdue: Bool {
        isRequested && now >= firstRequest.load(ordering: .relaxed) + patience
    }

    /// Takes over SIGINT and SIGTERM.
    public static func install() {
        // Made here, since a handler may not run an initializer.
        _ = (count.load(ordering: .relaxed), firstRequest.load(ordering: .relaxed))
        for number in [SIGINT, SIGTERM] {
            var set = sigset_t()
            sigemptyset(&set)
            sigaddset(&set, number)
            // A parent may have blocked them, and its children inherit that.
            pthread_sigmask(SIG_UNBLOCK, &set, nil)
            signal(number) { _ in
                if Interruption.count.add(1, ordering: .relaxed).newValue > 1 { _exit(Interruption.exitCode) }
                Interruption.firstRequest.store(Interruption.now, ordering: .relaxed)
            }
        }
    }

    /// May be called from a handler.
    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
