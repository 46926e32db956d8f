import Glibc

/// The coordinate in which equal distances of an option's value matter equally.
public enum TuningScale: Hashable, Sendable {
    case linear
    /// log(value), for values over several orders of magnitude.
    case logarithmic
    /// log(limit − value), for values that matter by their distance from a limit: a relaxation factor below 2.
    case logarithmicBelow(Double)

    /// The coordinate of a value.
    public func coordinate(of value: Double) -> Double {
        switch self {
        case .linear: value
        case .logarithmic: log(value)
        case .logarithmicBelow(let limit): log(limit - value)
        }
    }

    /// The value at a coordinate.
    public func value(at coordinate: Double) -> Double {
        switch self {
        case .linear: coordinate
        case .logarithmic: exp(coordinate)
        case .logarithmicBelow(let limit): limit - exp(coordinate)
        }
    }
}
