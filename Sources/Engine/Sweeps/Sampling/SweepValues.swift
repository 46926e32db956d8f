import Ansatz
import Foundation

/// The values that an axis takes: those that were listed, or those of its range as settings.
struct SweepValues {
    let axis: SweepAxis
    /// Whether the option behind the path takes whole numbers only.
    let isWhole: Bool

    /// All values, for `grid` and `list`.
    ///
    /// - Throws: where a value comes twice, or the ends of the range are no whole numbers though they must be.
    func all(mustDiffer: Bool) throws(Diagnostics) -> [Setting] {
        let values: [Setting]
        switch axis.source {
        case .values(let listed): values = listed
        case .range(let range):
            try checkEnds(range)
            let count = range.count ?? 1
            values = (0..<count).map { index in
                setting(range.value(at: count == 1 ? 0 : Double(index) / Double(count - 1)), of: range)
            }
        }
        guard mustDiffer else { return values }
        var seen: Set<String> = []
        for value in values where !seen.insert(SweepValues.identity(value)).inserted {
            var help = "remove one of them"
            if case .range(let range) = axis.source {
                help =
                    range.from == range.to ? "from and to are equal" : "the range has fewer whole numbers than 'count'"
            }
            throw Diagnostics(
                "axis '\(axis.pathText)' has the value \(SettingText.of(value)) twice", at: value.location, help: help)
        }
        return values
    }

    /// The value for a number from 0 to below 1.
    func drawn(_ fraction: Double) throws(Diagnostics) -> Setting {
        switch axis.source {
        case .values(let listed): return listed[min(Int(fraction * Double(listed.count)), listed.count - 1)]
        case .range(let range):
            try checkEnds(range)
            guard isWhole else { return setting(range.value(at: fraction), of: range) }
            // Every whole number has a share of its own; the last one's ends one further.
            let (low, high) = (min(range.from, range.to), max(range.from, range.to))
            let open = SweepRange(
                from: low, to: high + 1, count: nil, isLogarithmic: range.isLogarithmic, location: nil)
            return setting(min(open.value(at: fraction).rounded(.down), high), of: range)
        }
    }

    private func checkEnds(_ range: SweepRange) throws(Diagnostics) {
        guard isWhole, range.from != range.from.rounded() || range.to != range.to.rounded() else { return }
        throw Diagnostics(
            "'\(axis.pathText)' takes whole numbers, but its range goes from \(Self.text(range.from)) to "
                + Self.text(range.to), at: range.location, help: "give whole numbers as 'from' and 'to'")
    }

    private func setting(_ value: Double, of range: SweepRange) -> Setting {
        let whole = isWhole ? Int(exactly: value.rounded()) : nil
        return Setting(.scalar(whole.map(String.init) ?? Self.text(value), isQuoted: false), at: range.location)
    }

    /// A number with at most twelve digits: readable, and the same whatever the last bit of a power.
    static func text(_ value: Double) -> String {
        CanonicalJSON.text(.number(Double(String(format: "%.12g", value)) ?? value))
    }

    /// The number that a setting is, where it is one.
    static func number(_ setting: Setting) -> Double? {
        guard case .scalar(let text, false) = setting.content, !text.isEmpty else { return nil }
        guard let value = try? Expression.number(text), value.isFinite else { return nil }
        return value
    }

    /// What a value means, as far as that can be said without its option: `1e-3` and `0.001` are the same.
    static func meaning(_ setting: Setting) -> JSONValue {
        switch setting.content {
        case .scalar(let text, _): number(setting).map { .number($0) } ?? .string(text)
        case .list(let items): .array(items.map(meaning))
        case .mapping(let entries):
            .object(Dictionary(entries.map { ($0.key, meaning($0.value)) }) { first, _ in first })
        }
    }

    static func identity(_ setting: Setting) -> String { CanonicalJSON.text(meaning(setting)) }
}
