/// The ranks of a Tucker factorisation that has a given fraction of the weights.
public struct TuckerRanks {
    /// With ranks ρ·extents, ρ solves ρᵈ Π nⱼ + ρ Σ nⱼ² = fraction · Π nⱼ: core and factors together have the wanted
    /// number of weights. Ranks are rounded to nearest, at least 1.
    ///
    /// Source: the rule of TensorLy 0.9, which neuraloperator uses.
    public static func ranks(for extents: [Int], fraction: Double) -> [Int] {
        let product = extents.reduce(1.0) { $0 * Double($1) }
        let squares = extents.reduce(0.0) { $0 + Double($1) * Double($1) }
        var (lower, upper) = (0.0, Swift.max(fraction, 1))
        for _ in 0..<100 {
            let middle = (lower + upper) / 2
            var power = 1.0
            for _ in extents { power *= middle }
            if power * product + squares * middle < fraction * product { lower = middle } else { upper = middle }
        }
        return extents.map { Swift.max(1, Int((Double($0) * (lower + upper) / 2).rounded(.toNearestOrEven))) }
    }
}
