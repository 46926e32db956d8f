import Ansatz
import Foundation
import Testing

@Suite("MINRES")
struct MinimalResidualTests {
    private static let mixed: [Double] = [-3, -2, -0.5, 0.25, 1, 1.5, 2, 4, 6]

    @Test("the residual is the least over the Krylov space, and never rises")
    func leastResiduals() throws {
        let system = try DenseSystem.symmetric(Self.mixed, .symmetric)
        let report = try solve("{ minres: { tolerance: 1e-10 } }", system).report
        #expect(report.iterations == Self.mixed.count)
        #expect(zip(report.history, report.history.dropFirst()).allSatisfy { $1 <= $0 })
        for (step, residual) in report.history.enumerated() {
            let least = try leastResidual(system, steps: step)
            #expect(abs(residual - least) <= 1e-9, "step \(step): \(residual), least \(least)")
        }
    }

    @Test("as many steps as there are distinct eigenvalues", arguments: [1, 2, 5])
    func distinct(count: Int) throws {
        let values = (0..<20).map { [-2.0, 1, 3, -0.5, 5][$0 % count] }
        let system = try DenseSystem.symmetric(values, .symmetric)
        let (x, report) = try solve("{ minres: { tolerance: 1e-10 } }", system)
        #expect(report.iterations == count)
        for (a, b) in zip(x.elements, try system.exactAnswer().elements) { #expect(abs(a - b) <= 1e-8) }
    }

    @Test("an indefinite Helmholtz equation, with and without a preconditioner")
    func helmholtz() throws {
        let system = poisson([20, 21], reaction: -0.4)
        for yaml in ["minres", "{ minres: { preconditioner: jacobi } }"] {
            let (x, report) = try solve(yaml, system)
            #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
            #expect(report.history.count == report.iterations + 1)
        }
    }

    @Test("with a preconditioner the recorded residuals are those of the iterates")
    func preconditionedHistory() throws {
        let system = roughDiffusion([9, 8])
        let history = try solve("{ minres: { preconditioner: jacobi } }", system).report.history
        for limit in [1, 3, 7] {
            var x = Tensor<Double>(shape: system.shape)
            let solver = try krylovSolver("{ minres: { preconditioner: jacobi, max_iterations: \(limit) } }")
            #expect(throws: ComputationError.self) { try solver.solve(system, into: &x) }
            let residual = system.relativeResidual(of: x)
            #expect(abs(history[limit] - residual) <= 1e-10 * residual)
        }
    }

    @Test("a singular system without a solution: an error, or the least-squares answer")
    func leastSquares() throws {
        let system = try DenseSystem.symmetric([0, 1, 2, -1, 3, 5, -4, 0.5], .symmetric)
        let message = failure("minres", system)
        #expect(message.contains("the system has no solution: the least residual is"))
        let (x, report) = try solve("{ minres: { least_squares: true } }", system)
        #expect(report.counts["least_squares"] == 1)
        #expect(report.iterations <= 9)
        let exact = try LeastSquares(system.matrix, system.rightHandSide, cutoff: 1e-12).solution
        let least = system.relativeResidual(of: exact)
        #expect(abs(system.relativeResidual(of: x) - least) <= 1e-10)
        #expect(abs(report.residual - least) <= 1e-10)
    }

    @Test("a singular system with a solution is solved")
    func compatible() throws {
        let system = closedPoisson([13, 10], isPeriodic: true)
        let (x, _) = try solve("minres", system)
        #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
        #expect(abs(x.elements.reduce(0, +)) <= 1e-9)
    }

    /// min ‖b − A y‖/‖b‖ over y in the span of b, A b, ..., orthonormalized at each step so that it stays accurate.
    private func leastResidual(_ system: DenseSystem, steps: Int) throws -> Double {
        if steps == 0 { return 1 }
        let count = system.shape[0]
        var basis: [Tensor<Double>] = []
        var next = system.rightHandSide
        for _ in 0..<steps {
            for _ in 0..<2 { for v in basis { axpy(-dot(v, next), v, &next) } }
            let length = norm2(next)
            basis.append(next.map { $0 / length })
            system.apply(basis[basis.count - 1], into: &next)
        }
        var images = Tensor<Double>(shape: [count, steps])
        for (column, v) in basis.enumerated() {
            var image = Tensor<Double>(shape: [count])
            system.apply(v, into: &image)
            for row in 0..<count { images[row, column] = image[row] }
        }
        let y = try LeastSquares(images, system.rightHandSide).solution
        var r = system.rightHandSide
        for row in 0..<count { for column in 0..<steps { r[row] -= images[row, column] * y[column] } }
        return norm2(r) / norm2(system.rightHandSide)
    }
}
