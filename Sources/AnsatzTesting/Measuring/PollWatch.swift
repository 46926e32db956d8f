import Foundation
import Synchronization

/// A cancellation that turns true after some work, and that watches how often it is asked.
///
/// A request to stop may come at any moment, so the longest work between two polls is the longest time that a component
/// can need to stop. It is measured in the thread's own processor time, which other processes don't lengthen.
final class PollWatch: Sendable {
    private struct State {
        var start = ThreadTime.now
        var last = ThreadTime.now
        var longest = 0.0
        var polls = 0
        var toldAt: Double?
    }

    private let state = Mutex(State())
    private let patience: Double

    /// - Parameter patience: seconds of work after which polls are answered with true.
    init(patience: Double) { self.patience = patience }

    /// Starts to count; not before the work's preparations are done.
    func start() { state.withLock { $0 = State() } }

    /// What a component asks.
    func isCancelled() -> Bool {
        state.withLock { state in
            let now = ThreadTime.now
            state.longest = max(state.longest, now - state.last)
            state.last = now
            state.polls += 1
            if state.toldAt == nil, now - state.start > patience { state.toldAt = now }
            return state.toldAt != nil
        }
    }

    /// Ends the watch, and gives the longest work without a poll or after the request to stop.
    func finish() -> (longest: Double, polls: Int, wasTold: Bool) {
        state.withLock { state in
            let now = ThreadTime.now
            let longest = max(state.longest, now - (state.toldAt ?? state.last))
            return (longest, state.polls, state.toldAt != nil)
        }
    }

    /// The claim, in seconds. `ANSATZ_CONTRACT_SLACK` multiplies it, for builds that are slowed on purpose.
    static let limit: Double = {
        #if DEBUG
            let own = 30.0
        #else
            let own = 1.0
        #endif
        let given = ProcessInfo.processInfo.environment["ANSATZ_CONTRACT_SLACK"].flatMap(Double.init)
        return 0.1 * (given ?? own)
    }()
}
