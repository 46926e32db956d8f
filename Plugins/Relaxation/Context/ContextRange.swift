import Ansatz

/// The option `context_range: [lowest, highest]`: what values a context can take.
enum ContextRange {
    static let key = "context_range"

    /// `nil` where it is not given or makes no range.
    static func range(_ option: [Double]?) -> ClosedRange<Double>? {
        guard let option, option.count == 2, option[0] < option[1] else { return nil }
        return option[0]...option[1]
    }

    static func conflicts(_ option: [Double]?) -> [OptionConflict] {
        option == nil || range(option) != nil
            ? [] : [OptionConflict(key, "'\(key)' must be two numbers, the smaller one first")]
    }
}
