/// The search for the smallest value of a function of one variable, by golden sections of the bracket around the best of
/// five first points.
struct GoldenSection {
    private let range: ClosedRange<Double>
    private var best = (x: 0.0, cost: Double.infinity)

    init(_ range: ClosedRange<Double>) { self.range = range }

    /// The best point of so many evaluations.
    mutating func minimize(evaluations: Int, _ cost: (Double) throws -> Double) rethrows -> Double {
        let width = range.upperBound - range.lowerBound
        let firsts = [0, 6, 10, 15, 19].map { range.lowerBound + width * $0 / 19 }
        best = (firsts[0], .infinity)
        var costs: [Double] = []
        for x in firsts { costs.append(try evaluate(x, cost)) }
        let index = costs.indices.min { costs[$0] < costs[$1] } ?? 0
        var (a, b) = (firsts[max(index - 1, 0)], firsts[min(index + 1, firsts.count - 1)])
        var left = b - Self.ratio * (b - a)
        var right = a + Self.ratio * (b - a)
        var (leftCost, rightCost) = (Double.nan, Double.nan)
        for _ in firsts.count..<max(evaluations, firsts.count) {
            if leftCost.isNaN {
                leftCost = try evaluate(left, cost)
            } else if rightCost.isNaN {
                rightCost = try evaluate(right, cost)
            }
            if leftCost.isNaN || rightCost.isNaN { continue }
            if leftCost <= rightCost {
                (b, right, rightCost) = (right, left, leftCost)
                left = b - Self.ratio * (b - a)
                leftCost = .nan
            } else {
                (a, left, leftCost) = (left, right, rightCost)
                right = a + Self.ratio * (b - a)
                rightCost = .nan
            }
        }
        return best.x
    }

    private mutating func evaluate(_ x: Double, _ cost: (Double) throws -> Double) rethrows -> Double {
        let value = try cost(x)
        // NaN stands for what is not yet known.
        let known = value.isNaN ? .infinity : value
        if known < best.cost || (known == best.cost && x < best.x) { best = (x, known) }
        return known
    }

    /// (√5 − 1)/2.
    private static let ratio = 0.618_033_988_749_894_9
}
