import Ansatz
import Foundation
import Testing

/// The five-point Laplacian on a square of interior points, as a system with a zero right-hand side.
private func laplacian(_ n: Int) -> ConstantStencilSystem {
    ConstantStencilSystem(
        ConstantStencil(rows: n, columns: n, diagonal: 4, alongRow: -1, acrossRows: -1), .symmetricPositiveDefinite)
}

@Suite("Relaxation on the Laplacian of 10 x 10 points")
struct RelaxationSweepTests {
    /// The factor by which a sweep at omega shrinks the error, by power iteration.
    private func contraction(omega: Double, ordering: String, sweeps: Int) throws -> Double {
        let solver = try loadedSolver(
            "{ sor: { omega: \(omega), ordering: \(ordering), tolerance: 1e-300, max_iterations: 1 } }")
        let system = laplacian(10)
        var random = RandomStream(seed: 1, purpose: "start")
        var error = random.uniformTensor(shape: [10, 10])
        var factor = 0.0
        for _ in 0..<sweeps {
            let before = error.withBuffer { norm2($0) }
            // One sweep never reaches that tolerance; the iterate is what counts here.
            #expect(throws: ComputationError.self) { try solver.solve(system, into: &error) }
            factor = error.withBuffer { norm2($0) } / before
            error = error.map { $0 / before }
        }
        return factor
    }

    @Test(
        "Gauss-Seidel contracts by the square of the Jacobi factor, cos^2(pi/11)", arguments: ["natural", "red_black"])
    func gaussSeidel(ordering: String) throws {
        // The second eigenvalue is 0.88 of the first, so 300 sweeps leave 0.88^300 = 2e-17 of it.
        let expected = cos(Double.pi / 11) * cos(Double.pi / 11)
        #expect(abs(try contraction(omega: 1, ordering: ordering, sweeps: 300) - expected) < 1e-12)
    }

    @Test("CG, SSOR-CG and SOR agree with the solution of a dense factorization")
    func agreement() throws {
        let system = laplacian(10)
        var random = RandomStream(seed: 2, purpose: "right-hand side")
        system.rightHandSide = random.normalTensor(shape: [10, 10])
        var matrix = Tensor<Double>(shape: [100, 100])
        for column in 0..<100 {
            var unit = Tensor<Double>(shape: [100])
            unit[column] = 1
            var image = Tensor<Double>(shape: [100])
            unit.withBuffer { unit in image.withMutableBuffer { system.apply(unit, into: $0) } }
            for row in 0..<100 { matrix[row, column] = image[row] }
        }
        let exact = try CholeskyFactorization(of: matrix).solve(system.rightHandSide.reshaped([100]))
        for yaml in [
            "{ cg: { tolerance: 1e-12 } }", "{ ssor_cg: { tolerance: 1e-12, omega: 1.5 } }",
            "{ sor: { tolerance: 1e-12, omega: 1.56 } }",
        ] {
            var x = Tensor<Double>(shape: [10, 10])
            _ = try loadedSolver(yaml).solve(system, into: &x)
            // The condition number is 1/tan^2(pi/22) = 48, so the error is at most 48e-12 of the solution.
            let scale = exact.maximumMagnitude
            for index in 0..<100 { #expect(abs(x.elements[index] - exact.elements[index]) <= 48e-12 * 10 * scale) }
        }
    }
}
