/// How often an iteration asks whether to stop: about once in a millisecond of work, whatever the size of the system.
///
/// ```swift
/// let polls = PollInterval(count: x.count)
/// for iteration in 1...limit {
///     ...
///     if polls.isDue(iteration) { try run.checkCancellation() }
/// }
/// ```
public struct PollInterval: Sendable {
    private let mask: Int

    /// For an iteration that touches a matrix of so many entries once.
    public init(entries: Int) { self.init(entries, of: 1 << 19) }

    /// For an iteration that touches so many unknowns a few times.
    public init(count: Int) { self.init(count, of: 1 << 17) }

    private init(_ count: Int, of millisecond: Int) {
        var interval = 1
        while interval * max(count, 1) < millisecond && interval < 1 << 10 { interval *= 2 }
        mask = interval - 1
    }

    /// Whether to ask after the iteration at `index`.
    public func isDue(_ index: Int) -> Bool { index & mask == 0 }
}
