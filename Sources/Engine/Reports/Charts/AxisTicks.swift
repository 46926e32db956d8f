internal import Foundation

/// Where an axis has ticks, and what they say.
public struct AxisTicks: Hashable, Sendable {
    /// In ascending order, inside the axis' range.
    public var values: [Double]
    public var labels: [String]
    /// Lines between the ticks of a logarithmic axis: 2 to 9 of each decade.
    public var minor: [Double]
    /// What each label has to be multiplied with and added to, such as `×10⁻³ + 12.5`; empty in most cases.
    public var note: String

    /// Ticks at multiples of 1, 2 or 5 times a power of ten.
    ///
    /// Numbers beyond 10⁵ or below 10⁻³ share a power of ten in the note; where the range is a small part of the
    /// numbers' size, as for a conserved energy, a round number near them is taken off the labels.
    ///
    /// - Parameter count: About how many.
    public static func linear(from lower: Double, to upper: Double, count: Int) -> AxisTicks {
        guard lower.isFinite, upper.isFinite, upper > lower, (upper - lower).isFinite, count > 0 else {
            return AxisTicks(values: [], labels: [], minor: [], note: "")
        }
        let range = upper - lower
        let base = max(abs(lower), abs(upper)) > 2e4 * range ? roundNumber(lower + range / 2, within: range) : 0
        let step = niceStep(range / Double(count))
        // A tick that rounding has put just outside belongs to the axis.
        let slack = min(0.01, 1e-9 + 4 * max(abs(lower), abs(upper)).ulp / step)
        let first = ((lower - base) / step - slack).rounded(.up)
        let last = ((upper - base) / step + slack).rounded(.down)
        guard step > 0, last >= first, last - first < 1000 else {
            return AxisTicks(values: [], labels: [], minor: [], note: "")
        }
        // Steps below one divide, so that 3.4 is the double next to 3.4 and not 17 times that next to 0.2.
        let inverse = (1 / step).rounded()
        let divides = step < 1 && inverse < 1e15 && abs(inverse * step - 1) < 1e-12
        let offsets = (0...Int(last - first)).map { index in
            divides ? (first + Double(index)) / inverse : (first + Double(index)) * step
        }
        let values = offsets.map { min(max($0 + base, lower), upper) }

        let largest = offsets.map(abs).max() ?? 0
        let exponent =
            largest >= 1e5 || (largest > 0 && largest < 1e-3) ? 3 * Int((log10(largest) / 3).rounded(.down)) : 0
        let decimals = max(0, min(17, exponent - Int((log10(step) + 1e-9).rounded(.down))))
        let scaled = offsets.map { $0 / pow(10, Double(exponent)) }
        let labels = scaled.map { value in
            let label = minus(NumberFormat.decimals(decimals).string(value))
            // Four digits are easily read without a comma.
            return scaled.allSatisfy { abs($0) < 1e4 } ? label.filter { $0 != "," } : label
        }
        var note = exponent == 0 ? "" : "×" + power(exponent)
        if base != 0 {
            note += note.isEmpty ? "" : " "
            note += (base < 0 ? "− " : "+ ") + shortest(abs(base))
        }
        return AxisTicks(values: values, labels: labels, minor: [], note: note)
    }

    /// Ticks at powers of ten; over less than a decade or two at 1, 2 and 5 times such, or else evenly spaced.
    public static func logarithmic(from lower: Double, to upper: Double, count: Int) -> AxisTicks {
        guard lower > 0, upper.isFinite, upper > lower, count > 0 else {
            return AxisTicks(values: [], labels: [], minor: [], note: "")
        }
        let decades =
            Int(
                (log10(lower) - 1e-9).rounded(.up))...max(
                Int((log10(lower) - 1e-9).rounded(.up)), Int((log10(upper) + 1e-9).rounded(.down)))
        if decades.count >= 2, pow(10, Double(decades.upperBound)) <= upper * (1 + 1e-8) {
            let stride = (decades.count + count - 1) / count
            // Multiples of the stride, so that 10⁰ is a tick if it is in range.
            let shown = decades.filter { $0 % stride == 0 }
            let values = shown.map { min(max(pow(10, Double($0)), lower), upper) }
            let plain = shown.allSatisfy { (-3...4).contains($0) }
            let minor =
                stride > 1 ? decades.map { pow(10, Double($0)) } : multiples([2, 3, 4, 5, 6, 7, 8, 9], lower, upper)
            return AxisTicks(
                values: values, labels: zip(shown, values).map { plain ? shortest($1) : power($0) },
                minor: decades.count > 40 || (stride == 1 && decades.count > 8) ? [] : minor, note: "")
        }
        let values = multiples([1, 2, 5], lower, upper)
        guard values.count >= 3 else { return linear(from: lower, to: upper, count: count) }
        return AxisTicks(values: values, labels: values.map(shortest), minor: [], note: "")
    }

    /// `10⁻³`.
    static func power(_ exponent: Int) -> String {
        let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        let digits = String(exponent.magnitude).compactMap(\.wholeNumberValue).map { superscripts[$0] }
        return "10" + (exponent < 0 ? "⁻" : "") + String(digits)
    }

    private static func multiples(_ factors: [Double], _ lower: Double, _ upper: Double) -> [Double] {
        let decades = Int(log10(lower).rounded(.down))...Int(log10(upper).rounded(.up))
        let values: [Double] = decades.flatMap { decade in
            let power: Double = pow(10, Double(decade))
            return factors.map { $0 * power }
        }
        return values.filter { $0 >= lower * (1 - 1e-9) && $0 <= upper * (1 + 1e-9) }
    }

    /// The step next to a raw one by ratio: √2, √10 and √50 lie halfway between 1, 2, 5 and 10.
    static func niceStep(_ raw: Double) -> Double {
        let magnitude = pow(10, log10(raw).rounded(.down))
        let factor: Double =
            switch raw / magnitude {
            case ..<2.squareRoot(): 1
            case ..<10.squareRoot(): 2
            case ..<50.squareRoot(): 5
            default: 10
            }
        return factor * magnitude
    }

    /// The number with fewest digits that is not further away than the range.
    private static func roundNumber(_ value: Double, within range: Double) -> Double {
        var place = pow(10, log10(abs(value)).rounded(.down))
        while place > range / 10 {
            let rounded = (value / place).rounded() * place
            if abs(rounded - value) <= range { return rounded }
            place /= 10
        }
        return value
    }

    private static func shortest(_ value: Double) -> String {
        let magnitude = abs(value)
        guard magnitude >= 1e-4, magnitude < 1e6 else {
            let exponent = Int(log10(magnitude).rounded(.down))
            let mantissa = shortest(value / pow(10, Double(exponent)))
            return mantissa == "1" ? power(exponent) : "\(mantissa)×\(power(exponent))"
        }
        if magnitude >= 1e4, value.rounded() == value { return minus(NumberFormat.integer.string(value)) }
        return minus(String(format: "%.12g", value))
    }

    private static func minus(_ text: String) -> String { text.replacingOccurrences(of: "-", with: "−") }
}
