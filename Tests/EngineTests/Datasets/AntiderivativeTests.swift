import Ansatz
import Foundation
import Testing

@Suite("Pairs of a Gaussian random function and its antiderivative")
struct AntiderivativeTests {
    @Test("u is the integral of v, by Simpson's rule on a fine grid", arguments: [0.2, 0.05])
    func integral(length: Double) throws {
        let cells = 8000
        var draw = try LoadedGenerator("{ antiderivative: { sensors: \(cells + 1), length: \(length) } }")
        let sample = try draw(3)
        let (v, u) = (sample.values[0].elements, sample.values[1].elements)
        let h = 1 / Double(cells)
        // The rule's error: h⁴/180 max |v⁗|, and the fourth derivative's variance is 105/l⁸; beside it sums of rounding.
        let tolerance = pow(h / length, 4) / 180 * 6 * 105.0.squareRoot() + 1e-13
        var sum = 0.0
        #expect(abs(u[0]) < 1e-13)
        for index in stride(from: 0, to: cells, by: 2) {
            sum += h / 3 * (v[index] + 4 * v[index + 1] + v[index + 2])
            #expect(abs(u[index + 2] - sum) < tolerance)
        }
        #expect(sample.residual < 1e-13)
    }

    @Test("v has the covariance exp(−(x − y)²/(2 l²))")
    func covariance() throws {
        let (count, n) = (4000, 9)
        var draw = try LoadedGenerator("{ antiderivative: { sensors: \(n), length: 0.2 } }")
        var products = [Double](repeating: 0, count: n * n)
        for index in 0..<count {
            let v = try draw(index).values[0].elements
            for i in 0..<n { for j in 0..<n { products[i * n + j] += v[i] * v[j] / Double(count) } }
        }
        for i in 0..<n {
            for j in 0..<n {
                let distance = Double(i - j) / Double(n - 1) / 0.2
                // A product of two normal numbers of variance 1 has variance at most 2; four and a half of its deviations.
                let tolerance = 4.5 * (2 / Double(count)).squareRoot()
                #expect(abs(products[i * n + j] - exp(-distance * distance / 2)) < tolerance)
            }
        }
    }

    @Test("unaligned samples have the same functions, at places that are uniform")
    func unaligned() throws {
        let cells = 4000
        var aligned = try LoadedGenerator("{ antiderivative: { sensors: \(cells + 1) } }")
        var unaligned = try LoadedGenerator("{ antiderivative: { sensors: \(cells + 1), aligned: false } }")
        var places: [Double] = []
        for index in 0..<200 {
            let (one, other) = (try aligned(index), try unaligned(index))
            #expect(one.values[0] == other.values[0] && other.values[1].shape == [1] && other.values[2].shape == [])
            let y = other.values[1].elements[0]
            let below = Int(y * Double(cells))
            let rest = y - Double(below) / Double(cells)
            let (v, u) = (one.values[0].elements, one.values[1].elements)
            let slope = (v[min(below + 1, cells)] - v[below]) * Double(cells)
            let expected: Double = u[below] + rest * (v[below] + rest / 2 * slope)
            #expect(abs(expected - other.values[2].elements[0]) < 1e-8)
            places.append(y)
        }
        // The mean of 200 uniform numbers: deviation 1/√(12·200).
        let mean: Double = places.reduce(0, +) / 200
        #expect(abs(mean - 0.5) < 4.5 / 2400.0.squareRoot())
    }

    @Test("u may have points of its own; a sample does not depend on the others")
    func points() throws {
        var generator = try LoadedGenerator("{ antiderivative: { sensors: 11, points: 21 } }")
        #expect(try generator.axes.map { $0.map(\.name) } == [["sensor"], ["x"]])
        let second = try generator(1)
        var again = try LoadedGenerator("{ antiderivative: { sensors: 11, points: 21 } }")
        _ = try again(7)
        #expect(try again(1).values == second.values)
        #expect(throws: WrongOptions.self) { try LoadedGenerator("{ antiderivative: { aligned: false, points: 3 } }") }
    }
}
