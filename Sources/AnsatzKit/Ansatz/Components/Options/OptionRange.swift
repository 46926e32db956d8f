/// The numbers that an option allows: an interval with open or closed ends.
public struct OptionRange: Hashable, Sendable, CustomStringConvertible {
    public var lower: Double?
    public var upper: Double?
    public var includesLower: Bool
    public var includesUpper: Bool

    public init(lower: Double?, upper: Double?, includesLower: Bool, includesUpper: Bool) {
        self.lower = lower
        self.upper = upper
        self.includesLower = includesLower
        self.includesUpper = includesUpper
    }

    public static let positive = OptionRange(lower: 0, upper: nil, includesLower: false, includesUpper: false)
    public static let nonNegative = atLeast(0)

    public static func atLeast(_ lower: Double) -> OptionRange {
        OptionRange(lower: lower, upper: nil, includesLower: true, includesUpper: false)
    }

    /// Strictly between two numbers.
    public static func open(_ lower: Double, _ upper: Double) -> OptionRange {
        OptionRange(lower: lower, upper: upper, includesLower: false, includesUpper: false)
    }

    public static func closed(_ lower: Double, _ upper: Double) -> OptionRange {
        OptionRange(lower: lower, upper: upper, includesLower: true, includesUpper: true)
    }

    public func contains(_ value: Double) -> Bool {
        if let lower, includesLower ? value < lower : value <= lower { return false }
        if let upper, includesUpper ? value > upper : value >= upper { return false }
        return !value.isNaN
    }

    public var description: String {
        func show(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
        return switch (lower, upper) {
        case (let lower?, let upper?):
            "between \(show(lower)) and \(show(upper))"
                + (includesLower && includesUpper
                    ? "" : includesLower || includesUpper ? " (one end excluded)" : " (both excluded)")
        case (let lower?, nil): (includesLower ? "at least " : "greater than ") + show(lower)
        case (nil, let upper?): (includesUpper ? "at most " : "less than ") + show(upper)
        case (nil, nil): "any number"
        }
    }
}

/// An option value that a range can be checked against: a number, or a list of them.
public protocol RangeCheckable: OptionValue {
    var checkedNumbers: [Double] { get }
}

extension Double: RangeCheckable {
    public var checkedNumbers: [Double] { [self] }
}

extension Int: RangeCheckable {
    public var checkedNumbers: [Double] { [Double(self)] }
}

extension Array: RangeCheckable where Element: RangeCheckable {
    public var checkedNumbers: [Double] { flatMap(\.checkedNumbers) }
}

extension Optional: RangeCheckable where Wrapped: RangeCheckable {
    public var checkedNumbers: [Double] { self?.checkedNumbers ?? [] }
}
