import Ansatz

/// The values that a bandit chooses among: equally spaced, both ends included.
struct ProposalGrid {
    private(set) var values: [Double]

    init(lower: Double, upper: Double, count: Int) {
        values = (0..<count).map { index in
            count == 1 ? lower : lower + (upper - lower) * Double(index) / Double(count - 1)
        }
    }

    /// Values of a space, or of the part between `lower` and `upper`. Where a space has whole numbers alone and no more
    /// of them than `count`, they are the grid.
    init(_ space: TuningSpace, lower: Double? = nil, upper: Double? = nil, count: Int) {
        let lower = lower ?? space.range.lowerBound
        let upper = upper ?? space.range.upperBound
        if space.kind == .interval {
            self.init(lower: lower, upper: upper, count: count)
        } else {
            let (first, last) = (lower.rounded(.up), max(upper.rounded(.down), lower.rounded(.up)))
            self.init(lower: first, upper: last, count: min(count, Int(min(last - first, 1e6)) + 1))
            values = values.map { $0.rounded() }
        }
    }

    /// Smallest to largest.
    var range: ClosedRange<Double> { (values.min() ?? 0)...(values.max() ?? 0) }
}
