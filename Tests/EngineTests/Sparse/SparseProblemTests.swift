import Ansatz
import Foundation
import TestSupport
import Testing

@Suite("The sparse_matrix problem")
struct SparseProblemTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ matrix: SparseMatrix, to name: String = "a.mtx") throws -> String {
        var lines = ["%%MatrixMarket matrix coordinate real general"]
        lines.append("\(matrix.rows) \(matrix.columns) \(matrix.entryCount)")
        for row in 0..<matrix.rows {
            for position in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                lines.append("\(row + 1) \(matrix.columnIndices[position] + 1) \(matrix.values[position])")
            }
        }
        return try folder.write(lines.joined(separator: "\n") + "\n", to: name)
    }

    private func metric(_ name: String, _ problem: any StationaryProblem, _ x: Tensor<Double>) throws -> Double {
        try #require(try problem.metrics(of: x).first { $0.name == name }).value
    }

    // λ of −u'' with n points between: 4 sin²(π / (2 (n + 1))).
    @Test("bounds the least eigenvalue from below, and nearly reaches it", arguments: [1, 2, 5, 60])
    func eigenvalues(_ n: Int) throws {
        let line = try loadedProblem("{ sparse_matrix: { matrix: '\(write(tridiagonal(n)))', source: ones } }")
        let bound = try #require(try line.system(sparseRun()).eigenvalueLowerBound)
        let least = 4 * pow(sin(.pi / (2 * Double(n + 1))), 2)
        #expect(bound <= least && bound > 0.9 * least)
        let square = try loadedProblem("{ sparse_matrix: { matrix: '\(write(poissonMatrix(n)))', source: ones } }")
        let system = try square.system(sparseRun())
        let found = try #require(system.eigenvalueLowerBound)
        #expect(found <= 2 * least && found > 0.9 * 2 * least)
        #expect(system.matrixClass == .symmetricPositiveDefinite)
    }

    @Test("finds no bound for an indefinite matrix that is nowhere dominant")
    func indefinite() throws {
        let matrix = try sparse(30) { i, j in i == j ? 1 : abs(i - j) == 1 ? -1 : 0 }
        let problem = try loadedProblem("{ sparse_matrix: { matrix: '\(write(matrix))', source: ones } }")
        let system = try problem.system(sparseRun())
        #expect(system.eigenvalueLowerBound == nil && system.matrixClass == .symmetric)
    }

    @Test("bounds the error of any answer, good or bad", arguments: [0, 1e-12, 1e-6, 1])
    func errorBound(_ size: Double) throws {
        let problem = try loadedProblem("{ sparse_matrix: { matrix: '\(write(poissonMatrix(20)))', exact: random } }")
        let system = try problem.system(sparseRun())
        // b = A x in rounded arithmetic has its own solution, within the rounding that the bound counts.
        var solver = try LoadedSparseSolver("{ cg: { tolerance: 1e-15, preconditioner: amg, max_iterations: 60 } }")
        let close = (try? solver.solve(try #require(system as? any SparseSystem)).x)
        var random = RandomStream(seed: 4, purpose: "error")
        let error: [Double] = random.normalTensor(shape: system.shape).elements
        let solution = try close ?? reference(system)
        let x = Tensor(zip(solution.elements, error).map { $0 + size * $1 })
        let distance = size * error.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let bound = try metric("error_bound", problem, x)
        #expect(bound >= distance * (1 - 1e-3))
        // For a random error the bound is loose by less than the condition number.
        if size > 1e-9 { #expect(bound < 400 * distance) }
        #expect(try metric("error_l2", problem, x) <= metric("relative_error_bound", problem, x) * 1.1 + 1e-13)
    }

    private func reference(_ system: any LinearSystem) throws -> Tensor<Double> {
        var solver = try LoadedSparseSolver("{ cg: { tolerance: 1e-13, preconditioner: amg } }")
        return try solver.solve(try #require(system as? any SparseSystem)).x
    }

    @Test("takes right-hand sides of all kinds")
    func sources() throws {
        let path = try write(tridiagonal(3))
        let vector = try folder.write("%%MatrixMarket matrix array real general\n3 1\n1\n-2\n5\n", to: "b.mtx")
        let row = try folder.write(
            "%%MatrixMarket matrix coordinate real general\n1 3 2\n1 3 5\n1 1 1\n", to: "row.mtx")
        let stored = folder.path("b.h5")
        try DatasetWriter.write(
            try Dataset([try Field("b", axes: [.index("row", count: 3, role: .space)], Tensor([4.0, 5, 6]))]),
            to: stored)
        func b(_ options: String) throws -> [Double] {
            try loadedProblem("{ sparse_matrix: { matrix: '\(path)'\(options) } }").system(sparseRun()).rightHandSide
                .elements
        }
        #expect(try b("") == [1, 1, 1])
        #expect(try b(", source: 2.5") == [2.5, 2.5, 2.5])
        #expect(try b(", source: '\(vector)'") == [1, -2, 5])
        #expect(try b(", source: '\(row)'") == [1, 0, 5])
        #expect(try b(", source_field: { file: '\(stored)', dataset: b }") == [4, 5, 6])
        #expect(try b(", exact: ones") == [1, 0, 1])
        #expect(try b(", source: random") == b(", source: random"))
        #expect(try b(", source: random") != b(", exact: random"))
        let short = try folder.write("%%MatrixMarket matrix array real general\n2 1\n1\n-2\n", to: "short.mtx")
        #expect(throws: ComputationError.self) { try b(", source: '\(short)'") }
        let wide = try folder.write("%%MatrixMarket matrix array real general\n2 2\n1\n-2\n1\n1\n", to: "wide.mtx")
        #expect(throws: ComputationError.self) { try b(", source: '\(wide)'") }
    }

    @Test("reads compressed rows and columns from HDF5")
    func stored() throws {
        let matrix = try sparse([[4, -1, 0, 2], [0, 3, 0, 0], [1, 0, 5, 0], [0, 0, -2, 6]])
        func write(_ matrix: SparseMatrix, _ attributes: [Attribute] = [], bad: [Double]? = nil) throws -> String {
            let path = folder.path("a\(attributes.count)\(bad?.count ?? 0).h5")
            func field(_ name: String, _ axis: String, _ values: [Double]) throws -> Field {
                try Field(name, axes: [.index(axis, count: values.count, role: .space)], Tensor(values))
            }
            try DatasetWriter.write(
                try Dataset(
                    [
                        field("data", "entry", matrix.values),
                        field("indices", "entry", bad ?? matrix.columnIndices.map(Double.init)),
                        field("indptr", "row", matrix.rowStarts.map(Double.init)),
                    ], attributes: attributes), to: path)
            return path
        }
        func read(_ path: String) throws -> SparseMatrix {
            let problem = try loadedProblem("{ sparse_matrix: { matrix: '\(path)', class: general } }")
            return try #require(try problem.system(sparseRun()) as? any SparseSystem).matrix()
        }
        #expect(try read(write(matrix)) == matrix)
        #expect(try read(write(matrix.transposed, [Attribute("format", "csc")])) == matrix)
        let shape = Attribute("shape", .list([.integer(4), .integer(5)]))
        #expect(throws: ComputationError.self) { try read(write(matrix, [shape, Attribute("note", "not square")])) }
        var indices = matrix.columnIndices.map(Double.init)
        for wrong in [-1, 1e18, 0.5, .nan, 4] {
            indices[2] = wrong
            #expect(throws: ComputationError.self) { try read(write(matrix, bad: indices)) }
        }
        let problem = try loadedProblem("{ sparse_matrix: { matrix: '\(write(matrix))', class: general } }")
        let extent = try problem.extent(openedBy: { try DatasetReader(path: $0) })
        #expect(extent.unknowns == 4 && extent.frameBytes == ["x": 32])
    }

    @Test("knows its size from the first lines, and refuses what can't be before it allocates")
    func extent() throws {
        let problem = try loadedProblem("{ sparse_matrix: { matrix: '\(write(poissonMatrix(10)))' } }")
        #expect(try problem.extent().unknowns == 100)
        let huge = try folder.write(
            "%%MatrixMarket matrix coordinate real general\n100000 100000 4000000000\n1 1 1\n", to: "huge.mtx")
        let claimed = try loadedProblem("{ sparse_matrix: { matrix: '\(huge)' } }")
        #expect(throws: ComputationError.self) { try claimed.extent() }
        let gone = try loadedProblem("{ sparse_matrix: { matrix: '\(folder.path("gone.mtx"))' } }")
        #expect(throws: ComputationError.self) { try gone.extent() }
    }
}
