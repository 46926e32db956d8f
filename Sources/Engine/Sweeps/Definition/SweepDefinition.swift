public import Ansatz
import Foundation

/// What a scenario's key `sweep` asks for.
public struct SweepDefinition: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case grid, list, random, halton

        /// Whether members are drawn, and not written down.
        var isDrawn: Bool { self == .random || self == .halton }
    }

    public var kind: Kind
    /// How many members to draw; `nil` for `grid` and `list`.
    public var samples: Int?
    /// Of the draws.
    public var seed: UInt64
    /// In the order of the file.
    public var axes: [SweepAxis]

    /// The most members of a sweep: each is checked before any starts.
    public static let memberLimit = 100_000
    /// HDF5 has no more dimensions.
    public static let axisLimit = 32
}

/// One setting that a sweep varies.
public struct SweepAxis: Sendable {
    public enum Source: Sendable {
        case values([Setting])
        case range(SweepRange)
    }

    /// Its path as written.
    public var pathText: String
    /// The steps of the path, with the place of each.
    public var path: [(step: ScenarioOverride.Step, location: SourceLocation)]
    /// What it is called in results.
    public var name: String
    public var source: Source
    public var location: SourceLocation?

    var steps: [ScenarioOverride.Step] { path.map(\.step) }
}

/// Numbers between two ends.
public struct SweepRange: Hashable, Sendable {
    public var from: Double
    public var to: Double
    /// How many, both ends among them; `nil` where they are drawn.
    public var count: Int?
    public var isLogarithmic: Bool
    public var location: SourceLocation?

    /// The number at a fraction of the way.
    func value(at fraction: Double) -> Double {
        if fraction <= 0 { return from }
        if fraction >= 1 { return to }
        if isLogarithmic { return exp((1 - fraction) * log(from) + fraction * log(to)) }
        return (1 - fraction) * from + fraction * to
    }
}
