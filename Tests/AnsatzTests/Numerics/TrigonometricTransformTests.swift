import Ansatz
import Foundation
import Testing

@Suite("Sine and cosine transforms")
struct TrigonometricTransformTests {
    typealias Kind = TrigonometricTransform<Double>.Kind

    /// The weight of x(j) in Y(k), from the definitions in FFTW's manual.
    private func weight(_ kind: Kind, _ j: Int, _ k: Int, _ n: Int) -> Double {
        let (x, y) = (Double(j), Double(k))
        let sign = k % 2 == 0 ? 1.0 : -1.0
        switch kind {
        case .sineI: return 2 * sin(.pi * (x + 1) * (y + 1) / Double(n + 1))
        case .sineII: return 2 * sin(.pi * (x + 0.5) * (y + 1) / Double(n))
        case .sineIII: return j == n - 1 ? sign : 2 * sin(.pi * (x + 1) * (y + 0.5) / Double(n))
        case .cosineI:
            if j == 0 { return 1 }
            return j == n - 1 ? sign : 2 * cos(.pi * x * y / Double(n - 1))
        case .cosineII: return 2 * cos(.pi * (x + 0.5) * y / Double(n))
        case .cosineIII: return j == 0 ? 1 : 2 * cos(.pi * x * (y + 0.5) / Double(n))
        }
    }

    @Test("each kind is its definition, and its inverse undoes it", arguments: Kind.allCases, [2, 3, 8, 13, 30])
    func definition(kind: Kind, n: Int) throws {
        var random = RandomStream(seed: 4, purpose: "trigonometric")
        let x = random.normalTensor(shape: [n])
        let transform = try TrigonometricTransform<Double>([kind], shape: [n])
        var y = x
        try transform.forward(inPlace: &y)
        // The arguments of sin and cos, up to πn, are rounded: n ε in each weight.
        let bound = 20 * Double(n) * 0x1p-52 * x.elements.map(\.magnitude).reduce(0, +)
        for k in 0..<n {
            let expected = (0..<n).map { x[$0] * weight(kind, $0, k, n) }.reduce(0, +)
            #expect(abs(y[k] - expected) <= bound)
        }
        try transform.inverse(inPlace: &y)
        #expect(zip(y.elements, x.elements).allSatisfy { abs($0 - $1) <= bound })
    }

    @Test("each axis has its own kind, in both precisions and in batches")
    func axes() throws {
        let (rows, columns, batch) = (5, 6, 7)
        var random = RandomStream(seed: 4, purpose: "axes")
        let x = random.normalTensor(shape: [batch, rows, columns])
        var (y, single): (Tensor<Double>, Tensor<Float>) = (x, x.converted())
        let transform = try TrigonometricTransform<Double>([.sineI, .cosineII], shape: [rows, columns], batch: batch)
        try transform.forward(inPlace: &y)
        let inSingle = try TrigonometricTransform<Float>([.sineI, .cosineII], shape: [rows, columns], batch: batch)
        try inSingle.forward(inPlace: &single)
        for item in 0..<batch {
            for k in 0..<rows * columns {
                var (expected, magnitude) = (0.0, 0.0)
                for i in 0..<rows {
                    for j in 0..<columns {
                        let w = weight(.sineI, i, k / columns, rows) * weight(.cosineII, j, k % columns, columns)
                        expected += x[item, i, j] * w
                        magnitude += abs(x[item, i, j]) * 4
                    }
                }
                #expect(abs(y[item, k / columns, k % columns] - expected) <= 200 * 0x1p-52 * magnitude)
                #expect(abs(Double(single[item, k / columns, k % columns]) - expected) <= 50 * 0x1p-23 * magnitude)
            }
        }
        try transform.inverse(inPlace: &y)
        #expect(zip(y.elements, x.elements).allSatisfy { abs($0 - $1) <= 100 * 0x1p-52 * x.maximumMagnitude })
    }

    @Test("the number of threads never changes a bit")
    func threads() throws {
        var random = RandomStream(seed: 4, purpose: "threads")
        let x = random.normalTensor(shape: [1001, 25])
        let transform = try TrigonometricTransform<Double>([.sineI], shape: [25], batch: 1001)
        var (one, two) = (x, x)
        try transform.forward(inPlace: &one)
        try transform.forward(inPlace: &two, threads: Threads(2))
        #expect(one == two)
    }
}
