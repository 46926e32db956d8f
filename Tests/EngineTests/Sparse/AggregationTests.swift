import Ansatz
import Foundation
import Synchronization
import Testing

@Suite("Smoothed aggregation multigrid")
struct AggregationTests {
    @Test("with conjugate gradients takes as many iterations on any grid", arguments: [64, 128, 256])
    func sizes(_ n: Int) throws {
        let system = randomSystem(try poissonMatrix(n))
        var solver = try LoadedSparseSolver("{ cg: { preconditioner: amg } }")
        let (x, report) = try solver.solve(system)
        #expect(report.iterations <= 12)
        #expect(system.relativeResidual(of: x) <= 1e-8)
        var alone = try LoadedSparseSolver("amg")
        let (y, cycles) = try alone.solve(system)
        #expect(cycles.iterations <= 20)
        #expect(system.relativeResidual(of: y) <= 1e-8)
        // The same matrix again: the set-up is kept, and is not counted.
        #expect(try #require(alone.solve(system).report.work) < #require(cycles.work))
    }

    // A symmetric smoother that converges in the energy norm, and a coarse correction that projects in it: then no
    // eigenvalue of B A lies outside (0, 1]. That needs P' A P to be computed without a fault.
    @Test("is a projection between sweeps: the eigenvalues of B A lie within (0, 1]", arguments: ["v", "w"])
    func projection(_ cycle: String) throws {
        let n = 12
        for matrix in [try poissonMatrix(n), try mesh(n)] {
            var preconditioner = try loadedPreconditioner("{ amg: { coarsest: 5, cycle: \(cycle) } }")
            try preconditioner.begin(randomSystem(matrix), sparseRun())
            #expect(preconditioner.isSymmetricPositiveDefinite)
            let b = try dense(&preconditioner, n * n)
            for i in 0..<(n * n) {
                for j in 0..<i { #expect(abs(b[i, j] - b[j, i]) < 1e-13) }
            }
            // B A has the eigenvalues of R' B R, A = R R'.
            let root = try CholeskyFactorization(of: denseMatrix(matrix)).lower
            let values = try SymmetricEigendecomposition(of: congruent(b, root)).values.elements
            #expect(values.allSatisfy { $0 > 0.1 && $0 < 1 + 1e-12 }, "\(values.min() ?? 0)...\(values.max() ?? 0)")
        }
    }

    /// Nine points with different weights, and a few rows alone.
    private func mesh(_ n: Int) throws -> SparseMatrix {
        let alone: Set = [0, 17, 18, 143]
        func weight(_ i: Int, _ j: Int) -> Double {
            if i == j || alone.contains(i) || alone.contains(j) { return 0 }
            let near = abs(i / n - j / n) <= 1 && abs(i % n - j % n) <= 1
            return near ? 1 + Double((i * j) % 5) : 0
        }
        return try sparse(n * n) { i, j in
            i != j ? -weight(i, j) : 0.1 + (0..<(n * n)).reduce(0) { $0 + weight(i, $1) }
        }
    }

    private func denseMatrix(_ matrix: SparseMatrix) -> Tensor<Double> {
        var dense = Tensor<Double>(shape: [matrix.rows, matrix.rows])
        for i in 0..<matrix.rows {
            for position in matrix.rowStarts[i]..<matrix.rowStarts[i + 1] {
                dense[i, Int(matrix.columnIndices[position])] = matrix.values[position]
            }
        }
        return dense
    }

    /// R' B R.
    private func congruent(_ b: Tensor<Double>, _ r: Tensor<Double>) -> Tensor<Double> {
        let n = b.shape[0]
        var half = Tensor<Double>(shape: [n, n])
        var result = Tensor<Double>(shape: [n, n])
        for i in 0..<n {
            for k in 0..<n {
                let entry = b[i, k]
                for j in 0...k { half[i, j] += entry * r[k, j] }
            }
        }
        for k in 0..<n {
            for i in 0...k {
                let entry = r[k, i]
                for j in 0..<n { result[i, j] += entry * half[k, j] }
            }
        }
        return result
    }

    @Test("solves a singular system up to the constants that it leaves open", arguments: [3, 40])
    func closed(_ n: Int) throws {
        let system = randomSystem(
            try poissonMatrix(n, isClosed: true), .symmetricPositiveSemidefinite, nullspace: .constants)
        for yaml in ["amg", "{ gauss_seidel: { omega: 1.7 } }"] {
            var solver = try LoadedSparseSolver(yaml)
            let (x, report) = try solver.solve(system)
            #expect(system.relativeResidual(of: x) <= 1.1e-8)
            #expect(abs(x.elements.reduce(0, +)) < 1e-9 * x.elements.reduce(0) { $0 + abs($1) })
            if yaml == "amg" { #expect(report.iterations <= 25) }
        }
    }

    @Test("solves what can't be coarsened: one unknown, diagonals, and parts that don't touch")
    func oddOnes() throws {
        let parts = try sparse(300) { i, j in
            i / 100 != j / 100 ? 0 : i / 100 == 2 ? (i == j ? Double(i) : 0) : i == j ? 2 : abs(i - j) == 1 ? -1 : 0
        }
        let large = try tridiagonal(400)
        for matrix in [
            try sparse([[3]]), try sparse(1500) { i, j in i == j ? 1 + Double(i % 7) : 0 }, parts, large,
            try sparse([[2, 1], [1, 2]]),
        ] {
            let system = randomSystem(matrix)
            for yaml in ["amg", "{ amg: { coarsest: 1 } }", "{ amg: { strength: 0.9 } }", "{ amg: { levels: 1 } }"] {
                // Without a coarser level, relaxation alone would have to solve a long line.
                if matrix == large, yaml.contains("0.9") { continue }
                var solver = try LoadedSparseSolver(yaml)
                let (x, _) = try solver.solve(system)
                #expect(system.relativeResidual(of: x) <= 1e-8, "\(yaml), \(matrix.rows) rows")
            }
        }
    }

    @Test("keeps components apart where a node has several unknowns")
    func blocks() throws {
        let n = 16
        let scalar = try poissonMatrix(n)
        // Two of them, interleaved, one of another size.
        let matrix = try sparse(2 * n * n) { i, j in i % 2 == j % 2 ? scalar[i / 2, j / 2] * (i % 2 == 0 ? 1 : 1000) : 0
        }
        let system = randomSystem(matrix)
        var solver = try LoadedSparseSolver("{ amg: { block: 2 } }")
        let (x, report) = try solver.solve(system)
        #expect(report.iterations <= 25)
        #expect(system.relativeResidual(of: x) <= 1e-8)
        var wrong = try LoadedSparseSolver("{ amg: { block: 3 } }")
        #expect(throws: ComputationError.self) { try wrong.solve(system) }
    }

    @Test("takes an unsymmetric matrix of convection and diffusion")
    func unsymmetric() throws {
        let n = 40
        let symmetric = try poissonMatrix(n)
        let matrix = try sparse(n * n) { i, j in
            abs(i - j) > n
                ? 0 : symmetric[i, j] + (symmetric[i, j] != 0 ? (j == i + 1 ? 0.3 : j == i - 1 ? -0.3 : 0) : 0)
        }
        let system = randomSystem(matrix, .general)
        var solver = try LoadedSparseSolver("amg")
        let (x, report) = try solver.solve(system)
        #expect(report.iterations <= 40)
        #expect(system.relativeResidual(of: x) <= 1e-8)
    }

    @Test("has the same bits for any number of threads", arguments: [2, 3])
    func threads(_ count: Int) throws {
        let matrix = try poissonMatrix(130)
        for yaml in ["amg", "{ cg: { preconditioner: amg } }", "{ cg: { preconditioner: ic0 } }"] {
            var one = try LoadedSparseSolver(yaml)
            var several = try LoadedSparseSolver(yaml)
            let expected = try one.solve(randomSystem(matrix))
            let found = try several.solve(randomSystem(matrix, threads: count), sparseRun(threads: count))
            #expect(found.x == expected.x && found.report == expected.report, "\(yaml)")
        }
    }

    @Test("ends soon where the user asks, during set-up and between cycles", arguments: [0, 1, 3, 8])
    func cancellation(_ after: Int) throws {
        let asked = Mutex(0)
        let run = RunContext(
            seed: 0, stage: "test", threads: .one,
            cancellation: {
                asked.withLock {
                    $0 += 1
                    return $0 > after
                }
            })
        var solver = try LoadedSparseSolver("{ amg: { tolerance: 1e-15 } }")
        #expect(throws: ComputationError.cancelled) { try solver.solve(randomSystem(try poissonMatrix(120)), run) }
    }

    @Test("sets up anew where the matrix is another one")
    func otherMatrix() throws {
        var preconditioner = try loadedPreconditioner("{ amg: { coarsest: 10 } }")
        let (first, second) = (try poissonMatrix(8), try sparse(64) { i, j in i == j ? 3 : abs(i - j) == 1 ? -1 : 0 })
        let r = (0..<64).map { Double(($0 * 5) % 9) - 4 }
        try preconditioner.begin(randomSystem(first), sparseRun())
        #expect(preconditioner.operationsOfSetUp > 0)
        let once = try applied(&preconditioner, r)
        try preconditioner.begin(randomSystem(first), sparseRun())
        #expect(preconditioner.operationsOfSetUp == 0)
        #expect(try applied(&preconditioner, r) == once)
        try preconditioner.begin(randomSystem(second), sparseRun())
        #expect(preconditioner.operationsOfSetUp > 0)
        #expect(try applied(&preconditioner, r) != once)
        #expect(throws: ComputationError.self) { try applied(&preconditioner, [1, 2, 3]) }
    }

    @Test("refuses a zero diagonal, entries that are not finite, and says where it diverges")
    func refusals() throws {
        var solver = try LoadedSparseSolver("{ amg: { coarsest: 1 } }")
        let zero = #expect(throws: ComputationError.self) {
            try solver.solve(randomSystem(try sparse([[1, 1, 0], [1, 0, 1], [0, 1, 1]]), .symmetric))
        }
        #expect(zero.map { "\($0)".contains("row 2") } == true)
        let matrix = try SparseMatrix(
            rows: 2, columns: 2, rowStarts: [0, 1, 2], columnIndices: [0, 1], values: [1, .nan])
        #expect(throws: ComputationError.self) { try solver.solve(randomSystem(matrix)) }
        let system = randomSystem(try tridiagonal(5))
        system.rightHandSide = Tensor([1, .infinity, 0, 0, 0])
        #expect(throws: ComputationError.self) { try solver.solve(system) }
        system.rightHandSide = Tensor(shape: [5])
        #expect(try solver.solve(system).x == Tensor(shape: [5]))
    }
}
