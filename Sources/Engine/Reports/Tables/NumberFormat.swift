internal import Foundation

/// How a number is written for people: in tables, on axes, in progress lines.
///
/// Independent of the locale: a point for decimals, commas between thousands. Missing values are an en dash, so that
/// an empty cell can't be taken for a zero.
public enum NumberFormat: Hashable, Sendable {
    /// `85,422`. Values with a fraction are rounded; from 10¹⁵ on in e-notation.
    case integer
    /// So many significant digits: `0.000214`, `1.20`, `85,422`. Digits before the point are never dropped. Outside
    /// 10⁻⁴ to 10⁶ in e-notation.
    case significant(Int)
    /// So many significant digits in e-notation: `3.1e-9`.
    case scientific(Int)
    /// So many decimals: `12.50`.
    case decimals(Int)
    /// Seconds: `120 ns`, `1.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`.
    case duration
    /// Bytes in powers of 1024: `512 B`, `1.5 GiB`.
    case bytes
    /// A fraction of one as a percentage with so many decimals: `12.5 %`.
    case percent(Int)

    /// What stands for a value that isn't there.
    public static let missing = "–"

    /// The number as text; `nil` is ``missing``, and values that are not finite are `NaN`, `∞` and `-∞`.
    public func string(_ value: Double?) -> String {
        guard let value else { return Self.missing }
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-∞" : "∞" }
        // A negative zero, also one that rounding would make, is no news to anybody.
        let text = finite(value)
        return text.hasPrefix("-") && !text.contains { ("1"..."9").contains($0) } ? String(text.dropFirst()) : text
    }

    /// An exact integer with thousands grouped.
    public static func grouped(_ value: Int) -> String { group(String(value)) }

    private func finite(_ value: Double) -> String {
        switch self {
        case .integer:
            return abs(value) < 1e15 ? Self.fixed(value, 0) : NumberFormat.scientific(3).finite(value)
        case .significant(let digits):
            return Self.significant(value, max(1, min(digits, 17)))
        case .scientific(let digits):
            return Self.scientific(value, max(1, min(digits, 17)))
        case .decimals(let count):
            return abs(value) < 1e15
                ? Self.fixed(value, max(0, min(count, 17))) : NumberFormat.scientific(3).finite(value)
        case .duration:
            return value < 0 ? "-" + Self.duration(-value) : Self.duration(value)
        case .bytes:
            return value < 0 ? "-" + Self.bytes(-value) : Self.bytes(value)
        case .percent(let count):
            return NumberFormat.decimals(count).finite(100 * value) + " %"
        }
    }

    private static func fixed(_ value: Double, _ decimals: Int) -> String {
        group(String(format: "%.\(decimals)f", value))
    }

    private static func scientific(_ value: Double, _ digits: Int) -> String {
        let text = String(format: "%.\(digits - 1)e", value)
        let parts = text.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
        return "\(parts[0])e\(exponent)"
    }

    private static func significant(_ value: Double, _ digits: Int) -> String {
        if value == 0 { return "0" }
        // The exponent after rounding: 9.996 to three digits is 10.0.
        let rounded = String(format: "%.\(digits - 1)e", value)
        guard let exponent = rounded.split(separator: "e").last.flatMap({ Int($0) }) else { return rounded }
        if exponent < -4 || exponent >= 6 { return scientific(value, digits) }
        return fixed(value, max(0, digits - 1 - exponent))
    }

    private static func duration(_ seconds: Double) -> String {
        if seconds == 0 { return "0 s" }
        for (unit, size) in [("ns", 1e-9), ("µs", 1e-6), ("ms", 1e-3)] where seconds < 999.5 * size {
            return String(format: seconds < 9.95 * size ? "%.1f " : "%.0f ", seconds / size) + unit
        }
        if seconds < 59.95 { return String(format: "%.1f s", seconds) }
        if seconds >= 8.64e4 * 1e6 { return scientific(seconds / 8.64e4, 3) + " d" }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        let minutes = (whole + 30) / 60
        if minutes < 24 * 60 { return "\(minutes / 60) h \(minutes % 60) min" }
        let hours = (whole + 1800) / 3600
        return "\(group(String(hours / 24))) d \(hours % 24) h"
    }

    private static func bytes(_ count: Double) -> String {
        if count < 1023.5 { return String(format: "%.0f B", count) }
        var size = count / 1024
        let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var unit = 0
        while size >= 1023.95, unit < units.count - 1 {
            size /= 1024
            unit += 1
        }
        return size < 1e6 ? String(format: "%.1f ", size) + units[unit] : scientific(size, 3) + " " + units[unit]
    }

    private static func group(_ text: String) -> String {
        let start = text.firstIndex { $0 != "-" } ?? text.startIndex
        let point = text.firstIndex(of: ".") ?? text.endIndex
        let whole = text[start..<point]
        guard whole.count > 3 else { return text }
        var grouped = ""
        for (place, digit) in zip((0..<whole.count).reversed(), whole) {
            grouped.append(digit)
            if place > 0, place % 3 == 0 { grouped.append(",") }
        }
        return text[..<start] + grouped + text[point...]
    }
}
