import Foundation

extension Tape {
    /// Packed complex weights `[inputs, outputs, k₁, …]` from a Tucker factorisation; parameters `name/core` and
    /// `name/factor_0`, `name/factor_1`, ….
    ///
    /// - Parameter deviation: of the complex weights that result, the root of the mean |w|².
    public func tuckerWeights(
        extents: [Int], ranks: [Int], named name: String, deviation: Double
    ) throws -> Value {
        // Products of independent normal numbers: the variance of the sum is the product of all variances and ranks.
        let sum = ranks.reduce(1.0) { $0 * Double($1) }
        // Real and imaginary parts have half of the variance each.
        let each = pow(deviation / sum.squareRoot(), 1 / Double(ranks.count + 1)) / 2.0.squareRoot()
        let core = try parameter(
            name + "/core", shape: ranks + [2], .normal(deviation: each),
            layout: .spectral(pairs: ranks[0] * ranks[1], modes: ranks[2...].reduce(1, *)))
        let factors = try zip(extents, ranks).enumerated().map { axis, pair in
            try parameter(
                name + "/factor_\(axis)", shape: [pair.0, pair.1, 2], .normal(deviation: each), layout: .complex)
        }
        return record(TuckerWeights<Scalar>(extents: extents, ranks: ranks), [core] + factors)
    }
}
