import Ansatz
import Engine
import TestSupport
import Testing

/// A component of a role by what a scenario would say of it.
func loadedComponent(_ yaml: String, as role: ComponentRole) throws -> any Component {
    let loader = PluginLoader(search: PluginSearch(named: [], executableFolder: BuiltCommand.products.path))
    let decoder = OptionDecoder(registry: loader.registry, baseDirectory: ".")
    let setting = try ScenarioFile(bytes: Array("it: \(yaml)".utf8), name: "test").root["it"]
    let configured = ConfiguredComponent.decode(try #require(setting), as: role, with: decoder)
    #expect(decoder.diagnostics.isEmpty, "\(decoder.diagnostics)")
    var component = try #require(configured).make()
    try component.prepare(sparseRun())
    return component
}

func loadedPreconditioner(_ yaml: String) throws -> any Preconditioner {
    try #require(try loadedComponent(yaml, as: .operator) as? any Preconditioner)
}

func loadedProblem(_ yaml: String) throws -> any StationaryProblem {
    try #require(try loadedComponent(yaml, as: .problem) as? any StationaryProblem)
}

/// - Parameter cancelsAfter: how often the run says no when asked whether to stop; for ever where `nil`.
func sparseRun(threads: Int = 1, recordsHistory: Bool = false) -> RunContext {
    RunContext(seed: 3, stage: "test", threads: Threads(threads), recordsHistory: recordsHistory)
}

/// A solver of the plugins, called with a context of the test's own.
struct LoadedSparseSolver {
    private var solver: any Solver

    init(_ yaml: String) throws { solver = try #require(try loadedComponent(yaml, as: .solver) as? any Solver) }

    mutating func solve(
        _ system: any SparseSystem, from start: Tensor<Double>? = nil, _ run: RunContext = sparseRun()
    ) throws -> (x: Tensor<Double>, report: SolveReport) {
        var x = start ?? Tensor<Double>(shape: system.shape)
        func call<S: Solver>(_ solver: inout S) throws -> SolveReport? {
            guard let statement = system as? S.Statement else { return nil }
            return try solver.solve(statement, into: &x, run)
        }
        let report = try call(&solver)
        return (x, try #require(report))
    }
}

/// A matrix as rows of numbers.
func sparse(_ rows: [[Double]]) throws -> SparseMatrix {
    try sparse(rows.count) { i, j in rows[i][j] }
}

/// A square matrix of the entries that are not zero.
func sparse(_ count: Int, _ entry: (Int, Int) -> Double) throws -> SparseMatrix {
    var (starts, columns, values): ([Int], [Int32], [Double]) = ([0], [], [])
    for i in 0..<count {
        for j in 0..<count where entry(i, j) != 0 {
            columns.append(Int32(j))
            values.append(entry(i, j))
        }
        starts.append(values.count)
    }
    return try SparseMatrix(
        rows: count, columns: count, rowStarts: starts, columnIndices: columns, values: values)
}

/// −1 2 −1.
func tridiagonal(_ count: Int) throws -> SparseMatrix {
    try sparse(count) { i, j in i == j ? 2 : abs(i - j) == 1 ? -1 : 0 }
}

/// The five-point matrix of Poisson's equation on n x n points, with zeros around or no flux.
func poissonMatrix(_ n: Int, isClosed: Bool = false) throws -> SparseMatrix {
    var (starts, columns, values): ([Int], [Int32], [Double]) = ([0], [], [])
    for i in 0..<n {
        for j in 0..<n {
            let neighbours = [(i - 1, j), (i, j - 1), (i, j), (i, j + 1), (i + 1, j)].filter {
                (0..<n).contains($0.0) && (0..<n).contains($0.1)
            }
            for (k, l) in neighbours {
                columns.append(Int32(k * n + l))
                values.append(k == i && l == j ? (isClosed ? Double(neighbours.count - 1) : 4) : -1)
            }
            starts.append(values.count)
        }
    }
    return try SparseMatrix(
        rows: n * n, columns: n * n, rowStarts: starts, columnIndices: columns, values: values)
}

/// A system with normal numbers on the right.
func randomSystem(
    _ matrix: SparseMatrix, _ matrixClass: MatrixClass = .symmetricPositiveDefinite, nullspace: Nullspace = .none,
    threads: Int = 1
) -> SparseMatrixSystem {
    let system = SparseMatrixSystem(matrix, matrixClass, nullspace: nullspace, threads: Threads(threads))
    var random = RandomStream(seed: 5, purpose: "right-hand side")
    var b: Tensor<Double> = random.normalTensor(shape: system.shape)
    if nullspace == .constants {
        let mean = b.elements.reduce(0, +) / Double(b.count)
        b = Tensor(b.elements.map { $0 - mean })
    }
    system.rightHandSide = b
    return system
}

/// M⁻¹ r.
func applied(_ preconditioner: inout any Preconditioner, _ r: [Double], threads: Int = 1) throws -> [Double] {
    var z = [Double](repeating: .nan, count: r.count)
    try r.withUnsafeBufferPointer { r in
        try z.withUnsafeMutableBufferPointer { try preconditioner.apply(r, into: $0, sparseRun(threads: threads)) }
    }
    return z
}

/// The matrix of M⁻¹, column by column.
func dense(_ preconditioner: inout any Preconditioner, _ count: Int) throws -> Tensor<Double> {
    var columns: [Double] = []
    for index in 0..<count {
        var unit = [Double](repeating: 0, count: count)
        unit[index] = 1
        columns += try applied(&preconditioner, unit)
    }
    // Columns one after another are rows of the transpose.
    var result = Tensor<Double>(shape: [count, count])
    for i in 0..<count {
        for j in 0..<count { result[i, j] = columns[j * count + i] }
    }
    return result
}

/// ‖x − y‖₂ / ‖y‖₂.
func distance(_ x: [Double], _ y: [Double]) -> Double {
    let difference = zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (difference / max(y.reduce(0) { $0 + $1 * $1 }, .leastNormalMagnitude)).squareRoot()
}
