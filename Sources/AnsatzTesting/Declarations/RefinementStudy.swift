public import Ansatz

/// A sequence of options, each on a grid twice as fine as the one before, and the order at which an error must fall.
///
/// ```swift
/// RefinementStudy(order: 2, levels: [["cells": [16, 16]], ["cells": [32, 32]], ["cells": [64, 64]]])
/// ```
public struct RefinementStudy: Sendable {
    let order: Double
    let metric: String
    let ratio: Double
    let levels: [JSONValue]

    /// - Parameters:
    ///   - order: the least order p in error ~ hᵖ between the two finest levels.
    ///   - metric: the problem's metric that is the error against an exact solution.
    ///   - ratio: the ratio of h between two levels.
    ///   - levels: what changes in the good values, coarsest first; at least two. A march should come to the same end
    ///     time at each.
    public init(order: Double, metric: String = "error_l2", ratio: Double = 2, levels: [JSONValue]) {
        self.order = order
        self.metric = metric
        self.ratio = ratio
        self.levels = levels
    }
}
