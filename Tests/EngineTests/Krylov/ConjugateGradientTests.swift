import Ansatz
import Testing

@Suite("Conjugate gradients with a preconditioner")
struct ConjugateGradientTests {
    @Test("as many steps as there are distinct eigenvalues", arguments: [1, 2, 3, 5, 8])
    func distinctEigenvalues(count: Int) throws {
        let system = try DenseSystem.symmetric(
            (0..<24).map { Double(1 + $0 % count) }, .symmetricPositiveDefinite)
        let (x, report) = try solve("{ cg: { tolerance: 1e-10 } }", system)
        #expect(report.iterations == count)
        let exact = try system.exactAnswer()
        // The condition number is at most 8.
        for (a, b) in zip(x.elements, exact.elements) { #expect(abs(a - b) <= 1e-8) }
    }

    /// Measured with another implementation (SciPy's `cg` on the same matrix, other random numbers): 122 for 32³.
    @Test("the known number of iterations for the seven-point Poisson equation")
    func knownCount() throws {
        let report = try solve("{ cg: { tolerance: 1e-8 } }", poisson([32, 32, 32])).report
        #expect((119...125).contains(report.iterations))
    }

    @Test("jacobi changes nothing on a constant diagonal, and helps on a varying one")
    func jacobi() throws {
        let even = poisson([20, 30])
        #expect(
            try solve("{ cg: { preconditioner: jacobi } }", even).report.iterations
                == solve("cg", even).report.iterations)
        let rough = roughDiffusion([20, 30])
        let (x, report) = try solve("{ cg: { preconditioner: jacobi } }", rough)
        #expect(try 2 * report.iterations < solve("cg", rough).report.iterations)
        #expect(rough.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
    }

    @Test("the diagonal without a matrix is that of the matrix", arguments: [[5], [1], [4, 3], [1, 6], [3, 4, 2]])
    func diagonal(shape: [Int]) throws {
        for system in [
            poisson(shape), closedPoisson(shape), closedPoisson(shape, isPeriodic: true), roughDiffusion(shape),
        ] {
            let assembled = try system.diffusion.assembled().diagonal
            for (a, b) in zip(system.diffusion.diagonal().elements, assembled) { #expect(abs(a - b) <= 1e-13 * abs(b)) }
        }
    }

    @Test("a singular system gives the answer that sums to zero", arguments: [false, true])
    func singular(isPeriodic: Bool) throws {
        let system = closedPoisson([17, 12], isPeriodic: isPeriodic)
        for yaml in ["cg", "{ cg: { preconditioner: jacobi } }"] {
            var x = Tensor(repeating: 100.0, shape: system.shape)
            _ = try krylovSolver(yaml).solve(system, into: &x)
            #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
            #expect(abs(x.elements.reduce(0, +)) <= 1e-9)
        }
        system.rightHandSide = system.rightHandSide.map { $0 + 0.01 }
        #expect(failure("cg", system).contains("b does not sum to zero"))
    }

    @Test("the same bits for any number of threads")
    func threads() throws {
        // More unknowns than the solver needs to use its threads.
        var answers: [[Double]] = []
        for threads in [1, 2, 3] {
            let system = poisson([401, 402], reaction: 0.1, threads: Threads(threads))
            answers.append(try solve("cg", system, threads: Threads(threads)).x.elements)
            answers.append(
                try solve("{ cg: { preconditioner: jacobi } }", system, threads: Threads(threads)).x.elements)
        }
        #expect(answers[2] == answers[0] && answers[4] == answers[0])
        #expect(answers[3] == answers[1] && answers[5] == answers[1])
    }

    @Test("the history has the start and each iteration, and none where it is not asked for")
    func history() throws {
        let system = poisson([20, 20])
        for yaml in ["cg", "{ cg: { preconditioner: jacobi } }"] {
            let (x, report) = try solve(yaml, system)
            #expect(report.history.count == report.iterations + 1)
            #expect(report.history.first == 1)
            #expect(report.history.last == report.residual)
            #expect(abs(report.residual - system.relativeResidual(of: x)) <= 1e-14)
            var y = Tensor<Double>(shape: system.shape)
            #expect(try krylovSolver(yaml, recordsHistory: false).solve(system, into: &y).history.isEmpty)
            #expect(y == x)
        }
    }

    @Test("an operator on fields is refused, with advice")
    func fieldOperator() {
        let message = failure("{ cg: { preconditioner: { resample: { points: [20, 20] } } } }", poisson([20, 20]))
        #expect(message.contains("needs a symmetric positive definite preconditioner, and 'resample'"))
    }
}
