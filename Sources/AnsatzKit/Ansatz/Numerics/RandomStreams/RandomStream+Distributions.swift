import Glibc

extension RandomStream {
    /// A number uniform in [0, 1): a multiple of 2⁻⁵³. Takes one word.
    public mutating func uniform() -> Double { RandomStream.uniform(next()) }

    /// A number uniform in (0, 1): an odd multiple of 2⁻⁵³. Takes one word.
    public mutating func openUniform() -> Double { RandomStream.openUniform(next()) }

    /// A number uniform in `range`, by rounding a + (b - a) u with u in [0, 1). Takes one word.
    public mutating func uniform(in range: Range<Double>) -> Double {
        let value = range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
        return value < range.upperBound ? value : range.upperBound.nextDown
    }

    /// An integer uniform in 0..<`bound`, without bias. Takes one word, with probability below bound / 2⁶⁴ another.
    ///
    /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019, algorithm 5.
    /// - Precondition: `bound` is positive.
    public mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0, "no integer in 0..<\(bound)")
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// A number from the standard normal distribution: the inverse of its distribution function, ``NormalQuantile``, at
    /// a number uniform in (0, 1). Takes one word. Magnitudes reach 8.2.
    public mutating func normal() -> Double { NormalQuantile.value(at: openUniform()) }

    /// A number from the normal distribution of this mean and standard deviation. Takes one word.
    public mutating func normal(mean: Double, standardDeviation: Double) -> Double {
        mean + standardDeviation * normal()
    }

    /// A number from the exponential distribution of mean 1. Takes one word.
    public mutating func exponential() -> Double { -log(openUniform()) }

    /// A number from the gamma distribution of this shape and scale 1, with mean and variance `shape`. For shapes far
    /// below 0.01, most numbers are too small for a `Double` and return as 0.
    ///
    /// - Precondition: `shape` is positive and finite.
    public mutating func gamma(shape: Double) -> Double { exp(logGamma(shape: shape)) }

    /// The logarithm of a number from the gamma distribution of this shape, which is finite for any shape.
    ///
    /// Takes at least two words. Source: G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables",
    /// ACM TOMS 26(3), 2000; for shapes below 1 by its section 6, G(a) = G(a + 1) U^(1/a).
    /// - Precondition: `shape` is positive and finite.
    public mutating func logGamma(shape: Double) -> Double {
        precondition(shape > 0 && shape.isFinite, "a gamma distribution of shape \(shape)")
        if shape < 1 { return logGamma(shape: shape + 1) + log(openUniform()) / shape }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            if root <= 0 { continue }
            let v = root * root * root
            if log(openUniform()) < 0.5 * x * x + d - d * v + d * log(v) { return log(d) + log(v) }
        }
    }

    /// A number from the beta distribution: the share of G(a) in G(a) + G(b). For shapes below 1 it gathers at 0 and 1,
    /// which it may return.
    ///
    /// - Precondition: `a` and `b` are positive and finite.
    public mutating func beta(_ a: Double, _ b: Double) -> Double {
        let first = logGamma(shape: a)
        let second = logGamma(shape: b)
        return 1 / (1 + exp(second - first))
    }

    /// Puts the elements into an order uniform among all orders (Fisher and Yates).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, integer(below: last + 1))
        }
    }

    /// The integers 0..<`count` in an order uniform among all orders.
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        shuffle(&order)
        return order
    }

    @inline(__always)
    static func uniform(_ word: UInt64) -> Double { Double(word >> 11) * 0x1p-53 }

    @inline(__always)
    static func openUniform(_ word: UInt64) -> Double { (Double(word >> 12) + 0.5) * 0x1p-52 }
}
