import Ansatz
import Testing

@Suite("Incomplete factorizations")
struct IncompleteFactorizationTests {
    @Test("of tridiagonal matrices are exact, as there is no fill-in", arguments: [1, 2, 3, 50])
    func tridiagonalIsExact(_ count: Int) throws {
        let symmetric = try sparse(count) { i, j in
            i == j ? 3 + Double(i % 4) : abs(i - j) == 1 ? -1 - Double(min(i, j) % 3) / 4 : 0
        }
        let unsymmetric = try sparse(count) { i, j in
            i == j ? 2 + Double(i % 3) : j == i + 1 ? -1.5 : j == i - 1 ? 0.7 : 0
        }
        for (name, matrix, kind) in [
            ("ic0", symmetric, MatrixClass.symmetricPositiveDefinite),
            ("ilu0", symmetric, .symmetricPositiveDefinite), ("ilu0", unsymmetric, .general),
        ] {
            let system = randomSystem(matrix, kind)
            var preconditioner = try loadedPreconditioner(name)
            try preconditioner.begin(system, sparseRun())
            #expect(preconditioner.isSymmetricPositiveDefinite == (kind != .general))
            let x = try applied(&preconditioner, system.rightHandSide.elements)
            #expect(system.relativeResidual(of: Tensor(x)) < 1e-14, "\(name)")
        }
    }

    @Test("have the entries of A wherever A has any")
    func pattern() throws {
        let matrix = try poissonMatrix(5)
        for name in ["ic0", "ilu0"] {
            var preconditioner = try loadedPreconditioner(name)
            try preconditioner.begin(randomSystem(matrix), sparseRun())
            let m = try LUFactorization(of: dense(&preconditioner, 25)).solve(identity(25))
            for i in 0..<25 {
                for j in 0..<25 where matrix[i, j] != 0 {
                    #expect(abs(m[i, j] - matrix[i, j]) < 1e-12, "\(name): entry (\(i), \(j))")
                }
            }
        }
    }

    private func identity(_ count: Int) -> Tensor<Double> {
        var identity = Tensor<Double>(shape: [count, count])
        for index in 0..<count { identity[index, index] = 1 }
        return identity
    }

    @Test("shift the diagonal where a pivot is not positive, and say so")
    func shift() throws {
        // Kershaw's example: definite, and its incomplete factor has a negative pivot.
        let matrix = try sparse([[3, -2, 0, 2], [-2, 3, -2, 0], [0, -2, 3, -2], [2, 0, -2, 3]])
        let lines = LogLines()
        let run = RunContext(seed: 0, stage: "test", threads: .one, log: { lines.add($0) })
        var preconditioner = try loadedPreconditioner("ic0")
        try preconditioner.begin(randomSystem(matrix), run)
        #expect(lines.all.contains { $0.contains("raised") })
        let inverse = try dense(&preconditioner, 4)
        let values = try SymmetricEigendecomposition(of: inverse).values.elements
        #expect(values.allSatisfy { $0 > 0 })
    }

    @Test("name the row where they can't go on")
    func refusals() throws {
        var lu = try loadedPreconditioner("ilu0")
        let pivot = #expect(throws: ComputationError.self) {
            try lu.begin(randomSystem(try sparse([[1, 1, 0], [1, 1, 1], [0, 1, 1]]), .symmetric), sparseRun())
        }
        #expect(pivot.map { "\($0)".contains("row 2") } == true)
        let missing = #expect(throws: ComputationError.self) {
            try lu.begin(randomSystem(try sparse([[0, 1], [1, 0]]), .symmetric), sparseRun())
        }
        #expect(missing.map { "\($0)".contains("row 1") } == true)
        var cholesky = try loadedPreconditioner("ic0")
        let sign = #expect(throws: ComputationError.self) {
            try cholesky.begin(randomSystem(try sparse([[1, 0], [0, -1]]), .symmetric), sparseRun())
        }
        #expect(sign.map { "\($0)".contains("row 2") } == true)
        #expect(throws: ComputationError.self) {
            try cholesky.begin(randomSystem(try sparse([[2, 1], [0, 2]]), .general), sparseRun())
        }
    }

    @Test("make conjugate gradients faster")
    func iterations() throws {
        let system = randomSystem(try poissonMatrix(64))
        var counts: [Int] = []
        for slot in ["", "{ preconditioner: gauss_seidel }", "{ preconditioner: ic0 }", "{ preconditioner: ilu0 }"] {
            var solver = try LoadedSparseSolver(slot.isEmpty ? "cg" : "{ cg: \(slot) }")
            let (x, report) = try solver.solve(system)
            #expect(system.relativeResidual(of: x) <= 1e-8)
            counts.append(report.iterations)
        }
        #expect(counts[1] < counts[0] && counts[2] < counts[1])
        // For a symmetric matrix both factorizations are one.
        #expect(abs(counts[2] - counts[3]) <= 1)
    }
}
