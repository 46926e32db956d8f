import Ansatz

/// Points that fill the unit cube more evenly than random ones: coordinate j of point i is the radical inverse of i in
/// the j-th prime.
///
/// φ_b(i) = Σ_k d_k b^(-k-1) for i = Σ_k d_k b^k. With a seed each digit d_k goes through a random permutation of its
/// own, one a base and position, leading zeros included; the points stay as even, and the correlation between large
/// bases goes away. Source: A. B. Owen, "A randomized Halton algorithm in R", arXiv:1706.02808 (2017).
///
/// ```swift
/// HaltonSequence(dimensions: 2).point(3)  // [0.75, 0.1111...]: 3 is 11 in base 2, 10 in base 3
/// ```
public struct HaltonSequence: Sendable {
    /// The prime of each coordinate.
    public let bases: [Int]
    /// For each base and position of a digit, where each digit goes; empty without a seed.
    private let permutations: [[[Int]]]

    /// - Parameters:
    ///   - dimensions: coordinates of a point, at least 1.
    ///   - seed: of the permutations; `nil` leaves the digits as they are.
    public init(dimensions: Int, seed: UInt64? = nil) {
        let bases = Self.primes(dimensions)
        self.bases = bases
        permutations =
            seed.map { seed in
                bases.map { base in
                    // Digits beyond these are below the resolution of a Double.
                    let count = Self.digitCount(of: base)
                    return (0..<count).map { position in
                        var random = RandomStream(
                            seed: seed, stage: "sweep", purpose: "halton base \(base)", index: UInt64(position))
                        return Self.permutation(base, &random)
                    }
                }
            } ?? []
    }

    /// The coordinates of a point, each from 0 to below 1.
    public func point(_ index: Int) -> [Double] { bases.indices.map { coordinate($0, ofPoint: index) } }

    /// - Precondition: `index` is not negative, `dimension` is one of the sequence's.
    public func coordinate(_ dimension: Int, ofPoint index: Int) -> Double {
        precondition(index >= 0, "points are counted from 0, not \(index)")
        let base = bases[dimension]
        var rest = index
        var weight = 1 / Double(base)
        var value = 0.0
        if permutations.isEmpty {
            while rest > 0 {
                value += Double(rest % base) * weight
                rest /= base
                weight /= Double(base)
            }
        } else {
            for permutation in permutations[dimension] {
                value += Double(permutation[rest % base]) * weight
                rest /= base
                weight /= Double(base)
            }
        }
        return min(value, 1.0.nextDown)
    }

    private static func digitCount(of base: Int) -> Int {
        var count = 0
        var weight = 1.0
        while weight > 0x1p-53 {
            weight /= Double(base)
            count += 1
        }
        return count
    }

    /// Fisher and Yates's shuffle of 0..<count.
    private static func permutation(_ count: Int, _ random: inout RandomStream) -> [Int] {
        var digits = Array(0..<count)
        for last in (1..<count).reversed() {
            let other = Int(random.next() % UInt64(last + 1))
            digits.swapAt(last, other)
        }
        return digits
    }

    private static func primes(_ count: Int) -> [Int] {
        var primes: [Int] = []
        var candidate = 2
        while primes.count < max(count, 1) {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes
    }
}
