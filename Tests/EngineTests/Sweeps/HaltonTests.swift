import Ansatz
import Engine
import Testing

@Suite("Halton points")
struct HaltonTests {
    @Test("without a seed they are the radical inverses in 2, 3 and 5")
    func firstTerms() {
        let halton = HaltonSequence(dimensions: 3)
        #expect(halton.bases == [2, 3, 5])
        let first: [[Double]] = [
            [0, 0, 0], [1 / 2, 1 / 3, 1 / 5], [1 / 4, 2 / 3, 2 / 5], [3 / 4, 1 / 9, 3 / 5], [1 / 8, 4 / 9, 4 / 5],
            [5 / 8, 7 / 9, 1 / 25], [3 / 8, 2 / 9, 6 / 25], [7 / 8, 5 / 9, 11 / 25],
        ]
        for (index, point) in first.enumerated() {
            for (found, expected) in zip(halton.point(index), point) { #expect(abs(found - expected) < 1e-15) }
        }
    }

    @Test("permuted digits keep the balance: of b^2 points, each interval of length b^-2 has exactly one")
    func balance() {
        let halton = HaltonSequence(dimensions: 4, seed: 3)
        for (dimension, base) in halton.bases.enumerated() {
            let count = base * base
            let cells = (0..<count).map { Int(halton.coordinate(dimension, ofPoint: $0) * Double(count)) }
            #expect(Set(cells) == Set(0..<count), "base \(base)")
        }
    }

    @Test("the same seed gives the same points, another one others")
    func seeds() {
        let points = (0..<20).map { HaltonSequence(dimensions: 5, seed: 1).point($0) }
        #expect(points == (0..<20).map { HaltonSequence(dimensions: 5, seed: 1).point($0) })
        #expect(points != (0..<20).map { HaltonSequence(dimensions: 5, seed: 2).point($0) })
        #expect(points.allSatisfy { $0.allSatisfy { (0..<1).contains($0) } })
    }

    /// Warnock's formula for the discrepancy in the L2 sense of points in the unit cube.
    private static func discrepancy(_ points: [[Double]]) -> Double {
        let dimensions = points[0].count
        let count = Double(points.count)
        var single = 0.0
        var pairs = 0.0
        for a in points {
            single += a.reduce(1) { $0 * (1 - $1 * $1) }
            for b in points { pairs += zip(a, b).reduce(1) { $0 * (1 - max($1.0, $1.1)) } }
        }
        var first = 1.0
        var factor = 2.0
        for _ in 0..<dimensions { (first, factor) = (first / 3, factor / 2) }
        return (first - factor / count * single + pairs / (count * count)).squareRoot()
    }

    @Test(
        "128 points are more even than any of 20 random sets, scrambled or not", arguments: [nil, 1, 2, 3] as [UInt64?])
    func evenness(seed: UInt64?) {
        let halton = HaltonSequence(dimensions: 4, seed: seed)
        // Without a seed the first point is the origin, which stands for nothing around it.
        let found = Self.discrepancy((1...128).map { halton.point($0) })
        let random = (0..<20).map { set in
            var stream = RandomStream(seed: 5, purpose: "points", index: UInt64(set))
            return Self.discrepancy((0..<128).map { _ in (0..<4).map { _ in Double(stream.next() >> 11) * 0x1p-53 } })
        }
        #expect(found < random.min() ?? 0)
    }

    @Test("large bases are not almost proportional, as they are without permutations")
    func correlation() {
        // Coordinates 15 and 16 have bases 47 and 53.
        func correlation(_ halton: HaltonSequence) -> Double {
            let x = (1...40).map { halton.coordinate(14, ofPoint: $0) }
            let y = (1...40).map { halton.coordinate(15, ofPoint: $0) }
            let (meanX, meanY) = (x.reduce(0, +) / 40, y.reduce(0, +) / 40)
            func moment(_ a: [Double], _ ma: Double, _ b: [Double], _ mb: Double) -> Double {
                zip(a, b).reduce(0) { $0 + ($1.0 - ma) * ($1.1 - mb) }
            }
            return moment(x, meanX, y, meanY)
                / (moment(x, meanX, x, meanX) * moment(y, meanY, y, meanY)).squareRoot()
        }
        #expect(correlation(HaltonSequence(dimensions: 16)) > 0.99)
        for seed in 1...5 { #expect(abs(correlation(HaltonSequence(dimensions: 16, seed: UInt64(seed)))) < 0.6) }
    }
}
