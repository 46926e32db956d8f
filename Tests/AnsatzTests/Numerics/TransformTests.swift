import Ansatz
import Foundation
import Testing

@Suite("Fourier transforms")
struct TransformTests {
    static let shapes = [[1], [2], [7], [16], [31], [4, 6], [5, 7], [3, 4, 5]]

    private func field(_ shape: [Int], _ purpose: String = "field") -> Tensor<Double> {
        var random = RandomStream(seed: 9, purpose: purpose)
        return random.normalTensor(shape: shape)
    }

    private func complexField(_ shape: [Int]) -> ComplexTensor<Double> {
        ComplexTensor(
            zip(field(shape, "re").elements, field(shape, "im").elements).map { Complex($0, $1) }, shape: shape)
    }

    private func indices(_ offset: Int, _ shape: [Int]) -> [Int] {
        var (rest, result) = (offset, shape)
        for axis in shape.indices.reversed() {
            (rest, result[axis]) = rest.quotientAndRemainder(dividingBy: shape[axis])
        }
        return result
    }

    /// Σⱼ x(j) exp(-2πi Σ j k / n) as it is written.
    private func directSum(_ x: [Complex<Double>], _ shape: [Int], at k: [Int]) -> Complex<Double> {
        var sum = Complex<Double>.zero
        for (offset, value) in x.enumerated() {
            let phase = zip(zip(indices(offset, shape), k), shape).reduce(0.0) { phase, next in
                phase + Double(next.0.0 * next.0.1 % next.1) / Double(next.1)
            }
            sum += value * Complex(cos(2 * .pi * phase), -sin(2 * .pi * phase))
        }
        return sum
    }

    /// The direct sum errs by at most about (n + 5) ε Σ|x|, far more than FFTW.
    private func bound(_ x: [Complex<Double>]) -> Double {
        Double(x.count + 10) * 0x1p-52 * x.map(\.magnitude).reduce(0, +)
    }

    @Test("complex transforms are the direct sum, and the inverse undoes them", arguments: shapes)
    func complex(shape: [Int]) throws {
        let x = complexField(shape)
        let transform = try FourierTransform<Double>(shape: shape)
        let spectrum = try transform.forward(x)
        let bound = bound(x.elements)
        for (offset, value) in spectrum.elements.enumerated() {
            #expect((value - directSum(x.elements, shape, at: indices(offset, shape))).magnitude <= bound)
        }
        for (a, b) in zip(try transform.inverse(spectrum).elements, x.elements) {
            #expect((a - b).magnitude <= bound)
        }
        let energy = x.elements.map(\.squaredMagnitude).reduce(0, +)
        let spectral = spectrum.elements.map(\.squaredMagnitude).reduce(0, +) / Double(x.count)
        #expect(abs(energy - spectral) <= 2 * bound * energy.squareRoot() + 1e-15 * energy, "Parseval")
    }

    @Test("real transforms are half of the complex one; the inverse leaves its argument alone", arguments: shapes)
    func real(shape: [Int]) throws {
        let x = field(shape)
        let transform = try RealFourierTransform<Double>(shape: shape)
        let spectrum = try transform.forward(x)
        let complex = x.elements.map { Complex($0) }
        for (offset, value) in spectrum.elements.enumerated() {
            let k = indices(offset, transform.spectrumShape)
            #expect((value - directSum(complex, shape, at: k)).magnitude <= bound(complex))
        }
        let before = spectrum.elements
        let back = try transform.inverse(spectrum)
        #expect(spectrum.elements == before)
        #expect(zip(back.elements, x.elements).allSatisfy { abs($0 - $1) <= bound(complex) })
    }

    @Test("single precision agrees with double precision", arguments: shapes)
    func single(shape: [Int]) throws {
        let x = field(shape)
        let double = try RealFourierTransform<Double>(shape: shape).forward(x)
        let single = try RealFourierTransform<Float>(shape: shape).forward(x.converted())
        let bound = bound(x.elements.map { Complex($0) }) * 0x1p29
        for (a, b) in zip(double.elements, single.elements) {
            #expect((a - Complex(Double(b.re), Double(b.im))).magnitude <= bound)
        }
        let back = try RealFourierTransform<Float>(shape: shape).inverse(single)
        #expect(zip(back.elements, x.elements).allSatisfy { abs(Double($0) - $1) <= bound })
    }

    @Test("a batch is its transforms one by one, whatever their alignment", arguments: [[3], [64], [85], [6, 11]])
    func batch(shape: [Int]) throws {
        let size = shape.reduce(1, *)
        let batch = 20_000 / size + 3
        let x = field([batch] + shape)
        let whole = try RealFourierTransform<Double>(shape: shape, batch: batch).forward(x)
        let one = try RealFourierTransform<Double>(shape: shape)
        let extent = whole.count / batch
        for item in [0, 1, batch / 2, batch - 1] {
            let alone = Tensor(x.elements[item * size..<(item + 1) * size], shape: shape)
            let expected = try one.forward(alone).elements
            let found = whole.elements[item * extent..<(item + 1) * extent]
            #expect(
                zip(found, expected).allSatisfy { ($0 - $1).magnitude <= bound(alone.elements.map { Complex($0) }) })
        }
        let back = try RealFourierTransform<Double>(shape: shape, batch: batch).inverse(whole)
        #expect(zip(back.elements, x.elements).allSatisfy { abs($0 - $1) <= 100 * 0x1p-52 * Double(size) })
    }

    @Test("the number of threads never changes a bit", arguments: [[3], [64], [85], [32, 32]])
    func threads(shape: [Int]) throws {
        let batch = 40_000 / shape.reduce(1, *) + 5
        let x = field([batch] + shape)
        let transform = try RealFourierTransform<Double>(shape: shape, batch: batch)
        let one = try transform.forward(x)
        #expect(try transform.forward(x, threads: Threads(2)) == one)
        #expect(try transform.inverse(one) == transform.inverse(one, threads: Threads(3)))
    }

    @Test("one plan executed by many tasks at once gives what one alone gives")
    func concurrent() async throws {
        let transform = try RealFourierTransform<Double>(shape: [24, 30])
        let inputs = (0..<32).map { field([24, 30], "task \($0)") }
        let expected = try inputs.map { try transform.forward($0) }
        let found = try await withThrowingTaskGroup(of: (Int, ComplexTensor<Double>).self) { group in
            for (index, input) in inputs.enumerated() {
                group.addTask { (index, try RealFourierTransform<Double>(shape: [24, 30]).forward(input)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(inputs.indices.allSatisfy { found[$0] == expected[$0] })
    }

    @Test("differentiation is exact on waves below the middle one, and zero on the middle one for odd orders")
    func derivative() throws {
        let (rows, columns, length) = (8, 12, 3.0)
        let transform = try RealFourierTransform<Double>(shape: [rows, columns])
        for axis in 0...1 {
            let extent = [rows, columns][axis]
            for wave in [1, 2, extent / 2] {
                let k = 2 * .pi * Double(wave) / length
                let phases = (0..<rows * columns).map { i in
                    2 * .pi * Double(wave * [i / columns, i % columns][axis] % extent) / Double(extent)
                }
                let spectrum = try transform.forward(Tensor(phases.map { cos($0) }, shape: [rows, columns]))
                let isMiddle = 2 * wave == extent
                let exact: [(Double) -> Double] = [
                    { cos($0) }, { isMiddle ? 0 : -k * sin($0) }, { -k * k * cos($0) },
                    { isMiddle ? 0 : k * k * k * sin($0) },
                ]
                for order in 0...3 {
                    var derived = spectrum
                    try transform.differentiate(&derived, axis: axis, length: length, order: order)
                    let values = try transform.inverse(derived)
                    // Rounding of the spectrum, times the largest k.
                    let bound = 1e-14 * pow(.pi * Double(extent) / length, Double(order))
                    for (value, phase) in zip(values.elements, phases) {
                        #expect(abs(value - exact[order](phase)) <= bound)
                    }
                }
            }
        }
    }

    @Test("shapes that do not fit are refused")
    func refused() throws {
        for shape in [[], [0], [-1], [2, 2, 2, 2], [1 << 40, 1 << 40]] {
            #expect(throws: ShapeMismatch.self) { try RealFourierTransform<Float>(shape: shape) }
            #expect(throws: ShapeMismatch.self) { try FourierTransform<Double>(shape: shape) }
        }
        #expect(throws: ShapeMismatch.self) { try RealFourierTransform<Double>(shape: [4]).forward(Tensor(shape: [5])) }
        #expect(throws: ShapeMismatch.self) { try TrigonometricTransform<Double>([.cosineI], shape: [1]) }
        #expect(throws: ShapeMismatch.self) { try TrigonometricTransform<Double>([.sineI], shape: [4, 4]) }
    }
}
