import Ansatz

/// The values that a bandit chooses among: equally spaced, both ends included.
struct ProposalGrid {
    let values: [Double]

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
        guard space.kind != .interval else {
            self.init(lower: lower, upper: upper, count: count)
            return
        }
        let (first, last) = (lower.rounded(.up), upper.rounded(.down))
        let distance = max(last - first, 0)
        values = ProposalGrid(lower: first, upper: first + distance, count: min(count, Int(min(distance, 1e6)) + 1))
            .values.map { $0.rounded() }
    }

    /// Smallest to largest.
    var range: ClosedRange<Double> { (values.min() ?? 0)...(values.max() ?? 0) }
}
