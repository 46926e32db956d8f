import Ansatz
import Testing

@Suite("Products inside layers") struct SmallProductTests {
    @Test("are those of the definition, for all shapes of blocks and rests, and leave what lies beside C alone")
    func definition() {
        var random = RandomStream(seed: 8, purpose: "matrices")
        for (rows, columns, depth) in [
            (1, 1, 1), (3, 5, 2), (8, 48, 7), (9, 49, 3), (15, 33, 16), (7, 100, 40), (25, 16, 85), (2, 64, 1500),
        ] {
            for (transposesA, transposesB) in [(false, false), (true, false), (false, true), (true, true)] {
                for beta in [0.0, 1, -0.5] {
                    let (strideA, strideB) = ((transposesA ? rows : depth) + 3, (transposesB ? depth : columns) + 2)
                    let strideC = columns + 5
                    let a = (0..<(transposesA ? depth : rows) * strideA).map { _ in random.normal() }
                    let b = (0..<(transposesB ? columns : depth) * strideB).map { _ in random.normal() }
                    let c = (0..<rows * strideC).map { _ in random.normal() }
                    var single = c.map { Float($0) }
                    var double = c
                    let (singleA, singleB) = (a.map { Float($0) }, b.map { Float($0) })
                    smallProduct(
                        rows: rows, columns: columns, depth: depth, singleA, strideA: strideA, transposesA: transposesA,
                        singleB, strideB: strideB, transposesB: transposesB, alpha: 2, beta: Float(beta), &single,
                        strideC: strideC)
                    smallProduct(
                        rows: rows, columns: columns, depth: depth, a, strideA: strideA, transposesA: transposesA, b,
                        strideB: strideB, transposesB: transposesB, alpha: 2, beta: beta, &double, strideC: strideC)
                    for i in 0..<rows {
                        for j in 0..<strideC {
                            var expected = c[i * strideC + j]
                            var size = 1.0
                            if j < columns {
                                var sum = 0.0
                                for k in 0..<depth {
                                    let left = a[transposesA ? k * strideA + i : i * strideA + k]
                                    let right = b[transposesB ? j * strideB + k : k * strideB + j]
                                    sum += left * right
                                    size += abs(left * right)
                                }
                                expected = 2 * sum + beta * expected
                            }
                            #expect(abs(double[i * strideC + j] - expected) <= 1e-14 * size * 4)
                            // Each rounding of a sum is at most 2⁻²⁴ of the sum of sizes so far; inputs are rounded, too.
                            #expect(
                                abs(Double(single[i * strideC + j]) - expected) <= 4 * 0x1p-24 * size
                                    * (1 + Double(depth) / 16))
                        }
                    }
                }
            }
        }
    }
}
