import Ansatz

/// The values that a bandit chooses among: equally spaced, both ends included.
struct ProposalGrid {
    let values: [Double]

    init(lower: Double, upper: Double, count: Int) {
        values = (0..<count).map { index in
            count == 1 ? lower : lower + (upper - lower) * Double(index) / Double(count - 1)
        }
    }

    /// Smallest to largest.
    var range: ClosedRange<Double> { (values.min() ?? 0)...(values.max() ?? 0) }
}
