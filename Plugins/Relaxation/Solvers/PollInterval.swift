/// How often an iteration asks whether to stop: about once in a millisecond of work, whatever the number of unknowns.
struct PollInterval {
    private let mask: Int

    /// For an iteration that touches `count` unknowns a few times.
    init(count: Int) {
        var interval = 1
        while interval * count < 1 << 17 && interval < 1 << 10 { interval *= 2 }
        mask = interval - 1
    }

    /// Whether to ask after the iteration at `index`.
    func isDue(_ index: Int) -> Bool { index & mask == 0 }
}
