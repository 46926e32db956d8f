import Ansatz
import Foundation
import Testing

@Suite("Conjugate gradients with a Chebyshev preconditioner")
struct ChebyshevTests {
    private func solve(_ yaml: String, _ system: ConstantStencilSystem) throws -> (x: Tensor<Double>, SolveReport) {
        var x = Tensor<Double>(shape: system.shape)
        let report = try loadedSolver(yaml).solve(system, into: &x)
        return (x, report)
    }

    @Test("degree 0 is plain conjugate gradients", arguments: sweptShapes)
    func plain(shape: (Int, Int)) throws {
        let system = randomSystem(rows: shape.0, columns: shape.1)
        let (x, report) = try solve("{ chebyshev_cg: { degree: 0 } }", system)
        let (expected, cg) = try solve("cg", system)
        #expect(report.iterations == cg.iterations)
        for (a, b) in zip(x.elements, expected.elements) { #expect(abs(a - b) <= 1e-8) }
    }

    @Test("each degree keeps the bound of its condition number", arguments: [0, 1, 2, 3, 5, 8, 20])
    func bound(degree: Int) throws {
        let (rows, columns) = (30, 41)
        let system = randomSystem(rows: rows, columns: columns)
        let (x, report) = try solve("{ chebyshev_cg: { degree: \(degree) } }", system)
        #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
        // Eigenvalues of the matrix over its diagonal lie in 1 ± δ, those of the preconditioned one in 1 ± 1/T(1/δ), T the
        // Chebyshev polynomial of the degree + 1. Conjugate gradients reduce the energy norm of the error by 2 q^k.
        let δ = (1.8 * cos(.pi / Double(columns + 1)) + 1.4 * cos(.pi / Double(rows + 1))) / 3.3
        let spread = 1 / cosh(Double(degree + 1) * acosh(1 / δ))
        let κ = ((1 + spread) / (1 - spread)).squareRoot()
        let needed = log(2e8 * ((1 + δ) / (1 - δ)).squareRoot()) / log((κ + 1) / (κ - 1))
        #expect(Double(report.iterations) <= needed.rounded(.up))
    }

    @Test("higher degrees take fewer iterations")
    func degrees() throws {
        let system = randomSystem(rows: 50, columns: 50)
        let counts = try [0, 1, 2, 4, 8].map { degree in
            try solve("{ chebyshev_cg: { degree: \(degree) } }", system).1.iterations
        }
        #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 > $1 }, "\(counts)")
    }

    @Test("a matrix that is not positive definite is refused")
    func indefinite() throws {
        let system = randomSystem(rows: 20, columns: 20, diagonal: 3)
        #expect(throws: ComputationError.self) { try solve("chebyshev_cg", system) }
    }
}

@Suite("Counted work of relaxation and Krylov solvers")
struct CountedWorkTests {
    /// Operations an unknown: those of an iteration, and those of a solve besides.
    @Test(
        "work is what the loops do",
        arguments: [
            ("cg", 17, 24), ("{ chebyshev_cg: { degree: 0 } }", 20, 24), ("{ chebyshev_cg: { degree: 4 } }", 76, 24),
            ("{ ssor_cg: { form: plain } }", 33, 24), ("sor", 24, 15),
        ] as [(String, Double, Double)])
    func work(yaml: String, perIteration: Double, besides: Double) throws {
        let system = randomSystem(rows: 20, columns: 30)
        var x = Tensor<Double>(shape: system.shape)
        let report = try loadedSolver(yaml).solve(system, into: &x)
        #expect(report.work == 600 * (perIteration * Double(report.iterations) + besides))
    }

    @Test("Eisenstat's form takes less work than the plain one")
    func eisenstat() throws {
        let system = randomSystem(rows: 60, columns: 60)
        let work = try ["eisenstat", "plain"].map { form in
            var x = Tensor<Double>(shape: system.shape)
            return try #require(
                try loadedSolver("{ ssor_cg: { form: \(form), omega: 1.4 } }").solve(system, into: &x).work)
        }
        #expect(work[0] < work[1])
    }
}
