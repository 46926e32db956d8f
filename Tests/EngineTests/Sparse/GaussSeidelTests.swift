import Ansatz
import Testing

@Suite("Gauss-Seidel on sparse matrices")
struct GaussSeidelTests {
    /// One sweep by the formula.
    private func sweep(_ a: SparseMatrix, _ b: [Double], _ x: inout [Double], ω: Double, _ order: [Int]) {
        for i in order {
            var sum = b[i]
            for j in 0..<a.columns where j != i { sum -= a[i, j] * x[j] }
            x[i] = (1 - ω) * x[i] + ω * sum / a[i, i]
        }
    }

    @Test("sweeps as the formula says", arguments: ["forward", "backward", "symmetric"], [1.0, 1.6])
    func formula(_ direction: String, _ ω: Double) throws {
        var random = RandomStream(seed: 9, purpose: "matrix")
        let numbers: Tensor<Double> = random.normalTensor(shape: [20, 20])
        let matrix = try sparse(20) { i, j in
            i == j ? 8 + numbers[i, i] : abs(numbers[i, j]) > 0.9 || abs(i - j) == 1 ? numbers[i, j] : 0
        }
        let system = randomSystem(matrix, .general)
        var expected: [Double] = random.normalTensor(shape: [20]).elements
        let start = Tensor(expected)
        for _ in 0..<3 {
            if direction != "backward" { sweep(matrix, system.rightHandSide.elements, &expected, ω: ω, Array(0..<20)) }
            if direction != "forward" {
                sweep(matrix, system.rightHandSide.elements, &expected, ω: ω, Array((0..<20).reversed()))
            }
        }
        // The iterate at the limit is what three sweeps give.
        var x = start
        var solver = try #require(
            try loadedComponent(
                "{ gauss_seidel: { omega: \(ω), direction: \(direction), max_iterations: 3, tolerance: 1e-300 } }",
                as: .solver) as? any Solver)
        func call<S: Solver>(_ solver: inout S) throws {
            _ = try solver.solve(try #require(system as? S.Statement), into: &x, sparseRun())
        }
        #expect(throws: ComputationError.self) { try call(&solver) }
        #expect(distance(x.elements, expected) < 1e-13)
    }

    @Test("preconditions by one symmetric sweep from zero", arguments: [1.0, 1.4])
    func preconditioner(_ ω: Double) throws {
        let matrix = try poissonMatrix(6)
        var preconditioner = try loadedPreconditioner("{ gauss_seidel: { omega: \(ω) } }")
        try preconditioner.begin(randomSystem(matrix), sparseRun())
        #expect(preconditioner.isSymmetricPositiveDefinite)
        let r = (0..<36).map { Double(($0 * 7) % 11) - 4.5 }
        var expected = [Double](repeating: 0, count: 36)
        sweep(matrix, r, &expected, ω: ω, Array(0..<36))
        sweep(matrix, r, &expected, ω: ω, Array((0..<36).reversed()))
        #expect(distance(try applied(&preconditioner, r), expected) < 1e-14)
    }

    @Test("solves a lower triangle in one sweep, and knows it")
    func triangle() throws {
        let matrix = try sparse([[2, 0, 0], [1, 3, 0], [-1, 1, 4]])
        var solver = try LoadedSparseSolver("gauss_seidel")
        let (x, report) = try solver.solve(randomSystem(matrix, .general))
        #expect(report.iterations == 1)
        #expect(randomSystem(matrix, .general).relativeResidual(of: x) < 1e-15)
        // Its answer as start takes no sweep.
        #expect(try solver.solve(randomSystem(matrix, .general), from: x).report.iterations == 0)
    }

    @Test("says where it can't divide, where it diverges, and what is not finite")
    func refusals() throws {
        var solver = try LoadedSparseSolver("gauss_seidel")
        let zero = #expect(throws: ComputationError.self) {
            try solver.solve(randomSystem(try sparse([[1, 1], [1, 0]]), .symmetric))
        }
        #expect(zero.map { "\($0)".contains("row 2") } == true)
        let diverging = #expect(throws: ComputationError.self) {
            try solver.solve(randomSystem(try sparse([[1, 3], [3, 1]]), .symmetric))
        }
        #expect(diverging.map { "\($0)".contains("diverges") } == true)
        let system = randomSystem(try tridiagonal(5))
        system.rightHandSide = Tensor([1, .nan, 0, 0, 0])
        #expect(throws: ComputationError.self) { try solver.solve(system) }
    }

    @Test("gives the same history at each sweep that it gives without one")
    func history() throws {
        let system = randomSystem(try poissonMatrix(9))
        var solver = try LoadedSparseSolver("{ gauss_seidel: { omega: 1.5 } }")
        let (x, report) = try solver.solve(system)
        let (y, recorded) = try solver.solve(system, sparseRun(recordsHistory: true))
        #expect(x == y)
        #expect(recorded.history.count == recorded.iterations + 1 && report.iterations == recorded.iterations)
        #expect(recorded.history.first == 1)
        #expect(abs((recorded.history.last ?? .nan) - system.relativeResidual(of: y)) < 1e-14)
    }
}
