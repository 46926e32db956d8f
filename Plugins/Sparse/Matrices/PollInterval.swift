import Ansatz

/// How often an iteration asks whether to stop: about once in a millisecond of work.
struct PollInterval {
    private let mask: Int

    /// For an iteration that touches `entries` of a matrix.
    init(entries: Int) {
        var interval = 1
        while interval * max(entries, 1) < 1 << 19 && interval < 1 << 10 { interval *= 2 }
        mask = interval - 1
    }

    /// Whether to ask after the iteration at `index`.
    func isDue(_ index: Int) -> Bool { index & mask == 0 }
}

extension RunContext {
    /// Asks whether to stop, before work on vectors of this length, where that takes longer than asking.
    func checkCancellationOfLarge(_ count: Int) throws {
        if count > 1 << 14 { try checkCancellation() }
    }
}
