import Ansatz
import Testing

@Suite("Matrix products")
struct MatrixProductTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var rows, columns, depth: Int
        var transposingA, transposingB: Bool
        var testDescription: String { "\(rows)x\(columns)x\(depth) \(transposingA) \(transposingB)" }
    }

    static let cases = [(1, 1, 1), (3, 5, 7), (33, 17, 64), (2, 300, 5)].flatMap { m, n, k in
        [(false, false), (true, false), (false, true), (true, true)].map {
            Case(rows: m, columns: n, depth: k, transposingA: $0.0, transposingB: $0.1)
        }
    }

    private func random(_ shape: [Int], _ purpose: String) -> Tensor<Double> {
        var random = RandomStream(seed: 3, purpose: purpose)
        return random.normalTensor(shape: shape)
    }

    @Test("α op(A) op(B) + β C is the triple loop, in both precisions", arguments: cases)
    func values(_ c: Case) throws {
        let a = random(c.transposingA ? [c.depth, c.rows] : [c.rows, c.depth], "a")
        let b = random(c.transposingB ? [c.columns, c.depth] : [c.depth, c.columns], "b")
        let start = random([c.rows, c.columns], "c")
        var (double, single): (Tensor<Double>, Tensor<Float>) = (start, start.converted())
        try Tensor.multiply(
            a, b, into: &double, transposingA: c.transposingA, transposingB: c.transposingB, alpha: 0.5, beta: -2)
        try Tensor.multiply(
            a.converted(to: Float.self), b.converted(to: Float.self), into: &single, transposingA: c.transposingA,
            transposingB: c.transposingB, alpha: 0.5, beta: -2)
        for row in 0..<c.rows {
            for column in 0..<c.columns {
                var (sum, magnitude) = (0.0, 0.0)
                for k in 0..<c.depth {
                    let term =
                        (c.transposingA ? a[k, row] : a[row, k]) * (c.transposingB ? b[column, k] : b[k, column])
                    sum += term
                    magnitude += abs(term)
                }
                let expected = 0.5 * sum - 2 * start[row, column]
                // k + 2 roundings in both sums, and in single precision one of each operand.
                let scale = (magnitude + 2 * abs(start[row, column])) * Double(c.depth + 5)
                #expect(abs(double[row, column] - expected) <= scale * 0x1p-52)
                #expect(abs(Double(single[row, column]) - expected) <= scale * 0x1p-23)
            }
        }
    }

    @Test(
        "the number of threads never changes a bit",
        arguments: [(4001, 24, 64), (24, 4001, 64), (700, 700, 300), (32, 32, 20_000), (48, 2000, 333)])
    func threads(m: Int, n: Int, k: Int) throws {
        let (a, b) = (random([m, k], "a"), random([k, n], "b"))
        #expect(try Tensor.product(a, b) == Tensor.product(a, b, threads: Threads(2)))
        let (x, y) = (a.converted(to: Float.self), b.converted(to: Float.self))
        let one = try Tensor.product(x, y)
        #expect(try one == Tensor.product(x, y, threads: Threads(2)))
        #expect(try one == Tensor.product(x, y, threads: Threads(3)))
    }

    @Test("no depth gives β C; β = 0 does not read C; shapes that do not fit are refused")
    func edges() throws {
        var c = Tensor<Double>(repeating: 3, shape: [2, 2])
        try Tensor.multiply(Tensor<Double>(shape: [2, 0]), Tensor<Double>(shape: [0, 2]), into: &c, beta: 2)
        #expect(c.elements == [6, 6, 6, 6])
        var poisoned = Tensor<Float>(repeating: .nan, shape: [1, 1])
        try Tensor.multiply(Tensor([2 as Float], shape: [1, 1]), Tensor([4 as Float], shape: [1, 1]), into: &poisoned)
        #expect(poisoned.elements == [8])
        #expect(throws: ShapeMismatch.self) {
            try Tensor.product(Tensor<Double>(shape: [2, 3]), Tensor<Double>(shape: [2, 3]))
        }
        #expect(throws: ShapeMismatch.self) { try Tensor.product(Tensor<Float>(shape: [2]), Tensor<Float>(shape: [2])) }
        #expect(throws: ShapeMismatch.self) { try MatrixProduct(rows: 1 << 31, columns: 1, depth: 1) }
    }

    @Test(
        "the process starts again only where OpenBLAS misses AVX-512 and the user has not chosen",
        arguments: [
            ("Haswell", true, [:], "SkylakeX"), ("Zen", true, ["OPENBLAS_CORETYPE": ""], "SkylakeX"),
            ("Haswell", false, [:], nil), ("SkylakeX", true, [:], nil), ("SapphireRapids", true, [:], nil),
            ("Haswell", true, ["OPENBLAS_CORETYPE": "Haswell"], nil),
        ] as [(String, Bool, [String: String], String?)])
    func coreType(name: String, hasAVX512: Bool, environment: [String: String], expected: String?) {
        let found = LinearAlgebraLibrary.coreTypeToStartWith(
            coreName: name, hasAVX512: hasAVX512, environment: environment)
        #expect(found == expected)
        #expect(!LinearAlgebraLibrary.coreName.isEmpty)
    }
}
