import Glibc

/// A map of context variables to [−1, 1], learned from the values that were seen:
///
///     q = asinh((c − median) / deviation),    s = q scaled so that 1.3 times the seen range of q fills [−1, 1],
///
/// with the median absolute deviation. Near the bulk of the values the map is linear, far from it logarithmic on either
/// side: a context that dwells between 0 and 0.1 and then grows to 10 is resolved in both phases, and each new extreme
/// adds little. Nothing need be known beforehand.
struct ContextCoordinates: Codable, Sendable {
    private struct Variable: Codable, Sendable {
        var median = 0.0
        var deviation = 1.0
        /// Values of q that become −1 and 1; equal as long as one value alone was seen.
        var lowest = 0.0
        var highest = 0.0

        func q(_ value: Double) -> Double {
            let ratio = (value - median) / deviation
            return asinh(min(max(ratio, -1e300), 1e300))
        }
    }

    private var variables: [Variable]

    init(count: Int) { variables = Array(repeating: Variable(), count: count) }

    var count: Int { variables.count }

    /// s of one variable; values outside what the map was made for become −1 or 1.
    func coordinate(_ value: Double, of index: Int) -> Double {
        let variable = variables[index]
        guard variable.highest > variable.lowest else { return 0 }
        let place = (variable.q(value) - variable.lowest) / (variable.highest - variable.lowest)
        return min(max(2 * place - 1, -1), 1)
    }

    /// Whether the map has room for a value.
    func covers(_ value: Double, of index: Int) -> Bool {
        let q = variables[index].q(value)
        return q >= variables[index].lowest && q <= variables[index].highest
    }

    /// The map for these values of one variable.
    mutating func fit(_ values: [Double], of index: Int) {
        guard let first = values.min(), let last = values.max() else { return }
        var variable = Variable()
        variable.median = Self.median(values)
        let distances = values.map { abs($0 - variable.median) }
        let deviation = Self.median(distances)
        variable.deviation = deviation > 0 ? deviation : distances.filter { $0 > 0 }.min() ?? 1
        let (low, high) = (variable.q(first), variable.q(last))
        let (middle, reach) = ((low + high) / 2, Self.room * (high - low) / 2)
        variable.lowest = middle - reach
        variable.highest = middle + reach
        variables[index] = variable
    }

    /// Whether another map differs so much that what was learned on this one should be learned anew: the centre moved by
    /// half the deviation, or the deviation changed by half.
    func differs(from other: ContextCoordinates) -> Bool {
        zip(variables, other.variables).contains { old, new in
            let ratio = new.deviation / old.deviation
            return ratio >= 1.5 || ratio <= 1 / 1.5 || abs(new.median - old.median) >= 0.5 * old.deviation
        }
    }

    private static let room = 1.3

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
