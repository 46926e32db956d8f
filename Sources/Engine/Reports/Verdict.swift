/// How a thing ended, or what a check found. Shown by word and symbol as well as by colour.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
    case ok, warning, failed, interrupted

    /// A symbol one column wide.
    public var symbol: String {
        switch self {
        case .ok: "✓"
        case .warning: "!"
        case .failed: "✗"
        case .interrupted: "‖"
        }
    }
}
