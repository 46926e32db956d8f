/// How far one stage, or one method of it, has come.
public struct ProgressUpdate: Hashable, Sendable {
    public var stage: String
    public var method: String?
    public var done: Double
    /// `nil` where nobody knows how much there is to do.
    public var total: Double?
    /// What is counted: `steps`, `epochs`, `samples`.
    public var unit: String
    /// Units a second; `nil` while unknown.
    public var rate: Double?
    /// Seconds left; `nil` while unknown.
    public var remaining: Double?
    /// A word on what is going on, such as the current residual.
    public var note: String

    public init(
        stage: String, method: String? = nil, done: Double, total: Double? = nil, unit: String = "",
        rate: Double? = nil, remaining: Double? = nil, note: String = ""
    ) {
        self.stage = stage
        self.method = method
        self.done = done
        self.total = total
        self.unit = unit
        self.rate = rate
        self.remaining = remaining
        self.note = note
    }

    var name: String { DisplayWidth.printable(method.map { "\(stage)/\($0)" } ?? stage) }

    /// From 0 to 1; `nil` without a usable total.
    var fraction: Double? {
        guard let total, total > 0, total.isFinite, done.isFinite else { return nil }
        return min(max(done / total, 0), 1)
    }
}
