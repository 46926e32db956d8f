/// What became of one stage, or one method of it, and when.
public struct TimelineEntry: Hashable, Sendable {
    public enum Action: String, Hashable, Sendable, CaseIterable { case ran, resumed, reused, skipped }

    public var stage: String
    public var method: String?
    public var action: Action
    /// Why: `same key as before`, `option tolerance changed`.
    public var reason: String
    /// Seconds after the start of the run; `nil` if nothing was done.
    public var start: Double?
    public var seconds: Double?
    public var verdict: Verdict

    public init(
        stage: String, method: String? = nil, action: Action, reason: String = "", start: Double? = nil,
        seconds: Double? = nil, verdict: Verdict = .ok
    ) {
        self.stage = stage
        self.method = method
        self.action = action
        self.reason = reason
        self.start = start
        self.seconds = seconds
        self.verdict = verdict
    }
}
