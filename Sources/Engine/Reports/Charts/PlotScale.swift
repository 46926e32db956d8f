internal import Foundation

/// How values of a range become fractions of an axis' length.
struct PlotScale: Hashable, Sendable {
    let lower: Double
    let upper: Double
    let isLog: Bool

    /// Larger magnitudes can't be told apart from infinity once a range's length is taken.
    static let largest = 1e300

    /// Whether a value has a place on an axis of this kind at all.
    static func isShown(_ value: Double, on scale: ChartAxis.Scale) -> Bool {
        value.isFinite && abs(value) <= largest && (scale == .linear || value > 0)
    }

    /// The scale that shows the values, or the axis' own limits.
    ///
    /// - Parameter room: How much is added at each end, as a fraction of the data's range.
    init(_ axis: ChartAxis, showing values: some Sequence<Double>, room: Double) {
        isLog = axis.scale == .log
        if let limits = axis.limits, Self.isShown(limits.lowerBound, on: axis.scale),
            Self.isShown(limits.upperBound, on: axis.scale), limits.lowerBound < limits.upperBound
        {
            (lower, upper) = (limits.lowerBound, limits.upperBound)
            return
        }
        var smallest = Double.infinity
        var greatest = -Double.infinity
        for value in values where Self.isShown(value, on: axis.scale) {
            smallest = min(smallest, value)
            greatest = max(greatest, value)
        }
        guard smallest <= greatest else {
            (lower, upper) = isLog ? (1e-3, 1) : (0, 1)
            return
        }
        if isLog {
            let (low, high) = (log10(smallest), log10(greatest))
            // A constant gets half a decade either side.
            let margin = high - low < 1e-9 ? 0.5 : room * (high - low)
            lower = max(pow(10, low - margin), .leastNonzeroMagnitude)
            upper = pow(10, high + margin)
        } else if greatest - smallest <= 1e-13 * max(abs(smallest), abs(greatest)) || greatest - smallest < 1e-300 {
            // Within rounding of a constant: its own size around it.
            let margin = greatest == 0 ? 1 : 0.5 * abs(greatest)
            (lower, upper) = (smallest - margin, greatest + margin)
        } else {
            let margin = room * (greatest - smallest)
            // Room must not suggest that something that can't be negative could.
            lower = smallest >= 0 && smallest - margin < 0 ? 0 : smallest - margin
            upper = greatest <= 0 && greatest + margin > 0 ? 0 : greatest + margin
        }
    }

    init(lower: Double, upper: Double, isLog: Bool) {
        (self.lower, self.upper, self.isLog) = (lower, upper, isLog)
    }

    /// The scale with its ends moved outward to a tick where one is close, so that an axis from 0 to 399 ends at 400.
    func withEndsAtTicks(count: Int) -> PlotScale {
        guard !isLog, upper > lower, (upper - lower).isFinite else { return self }
        let step = AxisTicks.niceStep((upper - lower) / Double(max(count, 1)))
        let near = 0.02 * (upper - lower)
        let (first, last) = ((lower / step).rounded(.down) * step, (upper / step).rounded(.up) * step)
        return PlotScale(
            lower: lower - first <= near ? first : lower, upper: last - upper <= near ? last : upper, isLog: false)
    }

    /// The scale with its range stretched about the middle.
    func stretched(by factor: Double) -> PlotScale {
        let (middle, half) = (lower + (upper - lower) / 2, (upper - lower) / 2)
        return PlotScale(lower: middle - factor * half, upper: middle + factor * half, isLog: isLog)
    }

    /// 0 at the lower end, 1 at the upper; `nil` for values without a place.
    func fraction(_ value: Double) -> Double? {
        guard Self.isShown(value, on: isLog ? .log : .linear) else { return nil }
        if isLog {
            let low = log10(lower)
            return (log10(value) - low) / (log10(upper) - low)
        }
        return (value - lower) / (upper - lower)
    }
}
