import Ansatz
import Foundation
import Testing

private let cells = 16
private let axis = Axis("x", .uniform(first: 0, spacing: 1 / Double(cells), count: cells + 1))

/// The inverse of a system's matrix on all points, in which those on the walls are left alone.
private func inverse(of system: any LinearSystem) throws -> Tensor<Double> {
    let n = system.shape[0]
    let factorization = try LUFactorization(of: dense(system))
    var weight = Tensor<Double>(shape: [n + 2, n + 2])
    for column in 0..<n {
        var unit = Tensor<Double>(shape: [n])
        unit[column] = 1
        let x = try factorization.solve(unit)
        for row in 0..<n { weight[column + 1, row + 1] = x[row] }
    }
    return weight
}

private func solve(
    _ yaml: String, _ system: any LinearSystem, _ model: TrainedModel
) throws -> (x: Tensor<Double>, report: SolveReport) {
    nonisolated(unsafe) let model = model
    let solver = try loadedSolver(yaml, in: run { model })
    var x = Tensor<Double>(shape: system.shape)
    let report = try solver.solve(system, into: &x)
    return (x, report)
}

@Suite("Trained models inside classical solvers")
struct LearnedSolverTests {
    @Test("a model that is the inverse solves in a few iterations, to double precision")
    func preconditioner() throws {
        let loaded = try LoadedProblem("{ poisson: { cells: [\(cells)], source: exp(x) } }")
        let model = try knownModel(
            input: "source", axis: axis, weight: try inverse(of: loaded.system),
            bias: [Double](repeating: 0, count: cells + 1))
        let learned = "{ flexible_cg: { tolerance: 1e-13, preconditioner: { learned: { model: m } } } }"
        let (x, report) = try solve(learned, loaded.system, model)
        // Each application gains the digits of single precision, less those of the matrix's condition.
        #expect(report.iterations <= 4 && report.counts["failed_directions"] == 0)
        #expect(loaded.system.relativeResidual(of: x) < 1e-12)
        let expected = try loaded.denseSolution()
        #expect(zip(x.elements, expected.elements).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test("a model of permeability and source preconditions, and sees residuals at the size of its training sources")
    func darcy() throws {
        let loaded = try LoadedProblem("{ darcy: { cells: [\(cells)], permeability: 2 + x, source: exp(x) } }")
        let inverse = try inverse(of: loaded.system)
        // Sources of size 1000 in training: u = 1000 W x / 1000 + bias, the bias small beside that and large beside W b.
        let size = 1000.0
        var weight = inverse
        weight.withMutableBuffer { for index in $0.indices { $0[index] *= size } }
        let model = try knownModel(
            input: "source", others: ["a"], axis: axis, weight: weight,
            bias: [Double](repeating: 0.01, count: cells + 1), size: size)
        let learned = "{ flexible_cg: { tolerance: 1e-12, preconditioner: { learned: { model: m } } } }"
        let (x, report) = try solve(learned, loaded.system, model)
        #expect(report.iterations <= 5 && report.counts["failed_directions"] == 0)
        #expect(loaded.system.relativeResidual(of: x) < 1e-12)
        let (y, guessed) = try solve("{ guess: { model: m } }", loaded.system, model)
        #expect(guessed.counts["guess_used"] == 1)
        #expect(try #require(guessed.figures["guess_error"]) < 2e-3)
        #expect(loaded.system.relativeResidual(of: y) <= 1e-8)
    }

    @Test("a useless model costs iterations and never the answer")
    func useless() throws {
        let loaded = try LoadedProblem("{ poisson: { cells: [\(cells)], source: exp(x) } }")
        var random = RandomStream(seed: 2, purpose: "weights")
        let model = try knownModel(
            input: "f", axis: axis, weight: random.normalTensor(shape: [cells + 1, cells + 1]),
            bias: [Double](repeating: 0, count: cells + 1))
        let (x, _) = try solve(
            "{ flexible_cg: { tolerance: 1e-10, preconditioner: { learned: { model: m } } } }", loaded.system, model)
        #expect(loaded.system.relativeResidual(of: x) <= 1e-10)
        let (y, report) = try solve(
            "{ guess: { model: m, solver: { cg: { tolerance: 1e-10 } }, rival: { cg: { tolerance: 1e-10 } } } }",
            loaded.system, model)
        #expect(loaded.system.relativeResidual(of: y) <= 1e-10)
        // Stretched, any guess is no farther away than zero.
        #expect(try #require(report.figures["guess_error"]) <= 1 + 1e-9)
    }

    @Test("a guess is stretched to the least energy, whatever its length and sign", arguments: [1.0, 0.2, -3])
    func guess(factor: Double) throws {
        let loaded = try LoadedProblem("{ darcy: { cells: [\(cells)], permeability: 2 + x } }")
        let answer = try loaded.denseSolution()
        let bias = [0] + answer.elements.map { factor * $0 } + [0]
        let model = try knownModel(
            input: "a", axis: axis, weight: Tensor(shape: [cells + 1, cells + 1]), bias: bias)
        let (x, report) = try solve(
            "{ guess: { model: m, solver: { cg: { tolerance: 1e-6 } }, rival: { cg: { tolerance: 1e-6 } } } }",
            loaded.system, model)
        #expect(report.counts["guess_used"] == 1 && report.iterations <= 2)
        #expect(try #require(report.figures["guess_error"]) < 1e-6)
        #expect(try #require(report.figures["guess_residual"]) < 1e-4)
        #expect(try #require(report.counts["rival_iterations"]) > report.iterations)
        #expect(loaded.system.relativeResidual(of: x) <= 1e-6)
        #expect(report.figures["guess_seconds"] != nil && report.figures["rival_work"] != nil)
    }

    @Test("a guess of nothing, and one that is not finite, are not used")
    func unused() throws {
        let loaded = try LoadedProblem("{ darcy: { cells: [\(cells)], permeability: 2 + x } }")
        for value in [0, Double.nan, 1e300] {
            let model = try knownModel(
                input: "a", axis: axis, weight: Tensor(shape: [cells + 1, cells + 1]),
                bias: [Double](repeating: value, count: cells + 1))
            let (x, report) = try solve("{ guess: { model: m, solver: cg, rival: cg } }", loaded.system, model)
            #expect(report.counts["guess_used"] == 0 && report.counts["paid"] == 0)
            #expect(loaded.system.relativeResidual(of: x) <= 1e-8)
            #expect(report.counts["rival_iterations"] == report.iterations)
        }
    }

    @Test("models of other variables are refused")
    func refusals() throws {
        let darcy = try LoadedProblem("{ darcy: { cells: [\(cells)], permeability: 2 + x } }").system
        let plane = try LoadedProblem("{ poisson: { cells: [8, 8] } }").system
        let zero = Tensor<Double>(shape: [cells + 1, cells + 1])
        let bias = [Double](repeating: 0, count: cells + 1)
        let model = try knownModel(input: "a", axis: axis, weight: zero, bias: bias)
        // It knows the permeability alone.
        #expect(throws: ComputationError.self) {
            try solve("{ flexible_cg: { preconditioner: { learned: { model: m } } } }", darcy, model)
        }
        // Another number of axes, and of points.
        #expect(throws: ComputationError.self) { try solve("{ guess: { model: m } }", plane, model) }
        let longer = try LoadedProblem("{ poisson: { cells: [20] } }").system
        #expect(throws: ComputationError.self) { try solve("{ guess: { model: m } }", longer, model) }
        #expect(throws: WrongOptions.self) { try decoded("{ guess: { model: x/model.h5 } }", as: (any Solver).self) }
        #expect(throws: WrongOptions.self) { try decoded("{ guess: {} }", as: (any Solver).self) }
    }
}
