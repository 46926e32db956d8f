/// The values among which a tuner may choose for an option, as the option declares them.
public struct TuningSpace: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Any number of the range.
        case interval
        /// Whole numbers, smooth in their effect; a proposal is rounded.
        case whole
        /// Whole numbers from 0 that stand for these things; neighbours have nothing in common.
        case categories([String])
    }

    /// Smallest and largest value that make sense.
    public var range: ClosedRange<Double>
    public var kind: Kind
    public var scale: TuningScale

    public init(_ range: ClosedRange<Double>, kind: Kind = .interval, scale: TuningScale = .linear) {
        self.range = range
        self.kind = kind
        self.scale = scale
    }

    /// The choice among things with names; at least one.
    public init(categories: [String]) {
        self.init(0...Double(max(categories.count, 1) - 1), kind: .categories(categories))
    }

    /// How many values there are; `nil` for an interval.
    public var count: Int? {
        kind == .interval ? nil : Int(exactly: (range.upperBound - range.lowerBound).rounded(.down)).map { $0 + 1 }
    }
}
