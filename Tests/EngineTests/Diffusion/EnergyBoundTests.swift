import Ansatz
import Foundation
import Testing

@Suite("The bound of the whole error of a flow in the energy norm")
struct EnergyBoundTests {
    /// The bound, and the energy norm of the answer.
    private func bound(_ options: String, perturbedBy size: Double = 0) throws -> (value: Double, norm: Double) {
        let loaded = try LoadedProblem("{ darcy: { \(options) } }")
        var answer = try loaded.solution()
        if size > 0 {
            var random = RandomStream(seed: 1, purpose: "answers")
            axpy(size, random.normalTensor(shape: answer.shape), &answer)
        }
        let metrics = try loaded.metrics(of: answer)
        let value = try #require(metrics["energy_error_bound"])
        return (value, value / (try #require(metrics["relative_energy_error_bound"])))
    }

    @Test("is the error itself in one dimension, where the fluxes are exact", arguments: [2, 7, 40])
    func oneDimension(cells: Int) throws {
        // u is a parabola with u″ = −1/a, w its chords: the slopes differ by s/a, |s| ≤ h/2, over every cell.
        let h = 1 / Double(cells)
        let result = try bound("cells: [\(cells)], permeability: 4")
        #expect(abs(result.value - h / 12.0.squareRoot() / 2) < 1e-9)
        // ∫ a u′² = ∫ u = 1/(12 a), of which the chords have all but the square of the error.
        #expect(abs(result.norm * result.norm + result.value * result.value - 1.0 / 48) < 1e-9)
    }

    @Test("holds in a square, and falls with the cells' size")
    func square() throws {
        // ∫ |∇u|² = ∫ u for −Δu = 1 on the unit square: 64/π⁶ Σ 1/(k² l² (k² + l²)) over odd k, l.
        var exact = 0.0
        for k in stride(from: 1, to: 600, by: 2) {
            for l in stride(from: 1, to: 600, by: 2) {
                exact += 64 / pow(Double.pi, 6) / Double(k * k * l * l) / Double(k * k + l * l)
            }
        }
        var values: [Double] = []
        for cells in [8, 16, 32] {
            let result = try bound("cells: [\(cells), \(cells)], permeability: 1")
            // The norms of u and w differ by no more than the norm of u − w.
            #expect(abs(result.norm - exact.squareRoot()) <= result.value)
            #expect(result.value < 3 / Double(cells) * exact.squareRoot())
            values.append(result.value)
        }
        #expect(abs(values[0] / values[1] - 2) < 0.2 && abs(values[1] / values[2] - 2) < 0.2)
        let cube = try bound("cells: [6, 5, 4], permeability: 1")
        #expect(cube.value > 0 && cube.value < cube.norm)
    }

    @Test("holds across jumps of four orders, against finer grids whose parts cut those of the coarse one")
    func jumps() throws {
        // 0.5 is the end of a point's part of the box for 5 cells, and for 3 and 9 times as many.
        let a = "\"1 + 9999*abs(step(x - 0.5) - step(y - 0.5))\""
        let results = try [5, 15, 45].map { try bound("cells: [\($0), \($0)], permeability: \(a)") }
        for index in 0..<2 {
            #expect(abs(results[index].norm - results[2].norm) <= results[index].value + results[2].value)
            #expect(results[index + 1].value < results[index].value)
        }
    }

    @Test("holds for answers that are not solutions of the discrete equations")
    func badAnswers() throws {
        let good = try bound("cells: [8, 8], permeability: 1")
        let bad = try bound("cells: [8, 8], permeability: 1", perturbedBy: 0.1)
        // The distance of the two answers is at least the difference of their norms, and at most the sum of the bounds.
        #expect(bad.value + good.value >= bad.norm - good.norm)
        #expect(bad.value > good.value)
    }
}
