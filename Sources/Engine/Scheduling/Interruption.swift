import Foundation
import Synchronization

/// Ctrl-C and `kill`: the first asks the run to save its state and stop, the second stops at once.
public enum Interruption {
    /// The process's exit code where it stopped and can go on.
    public static let exitCode: Int32 = 5

    private static let count = Atomic<Int>(0)

    /// Whether somebody asked to stop.
    public static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

    /// Takes over SIGINT and SIGTERM.
    public static func install() {
        // Made here, since a handler may not run an initializer.
        _ = count.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in
                if Interruption.count.add(1, ordering: .relaxed).newValue > 1 { _exit(Interruption.exitCode) }
            }
        }
    }
}
