import Ansatz
import Engine
import TestSupport
import Testing

/// A problem of a plugin by what a scenario would say, posed as `solve` poses it.
struct LoadedProblem {
    let problem: any StationaryProblem
    let system: any LinearSystem

    /// - Throws: what was wrong with the options, as a test's issue, or what the problem throws.
    init(_ yaml: String, seed: UInt64 = 0, threads: Int = 1, in folder: String = ".") throws {
        let configured = try decoded(yaml, as: (any Problem).self, in: folder)
        var problem = try #require(try configured.make() as? any StationaryProblem)
        let run = RunContext(seed: seed, stage: "test", threads: Threads(threads))
        try problem.prepare(run)
        self.problem = problem
        system = try problem.system(run)
    }

    /// A as a dense matrix, column by column.
    func denseMatrix() -> Tensor<Double> { dense(system) }

    /// The answer by elimination.
    func denseSolution() throws -> Tensor<Double> {
        try LUFactorization(of: denseMatrix()).solve(Tensor(system.rightHandSide.elements)).reshaped(system.shape)
    }

    func solution(_ solver: String = "{ cg: { tolerance: 1e-12 } }") throws -> Tensor<Double> {
        var solution = Tensor<Double>(shape: system.shape)
        _ = try loadedSolver(solver).solve(system, into: &solution)
        return solution
    }

    func metrics(of solution: Tensor<Double>) throws -> [String: Double] {
        Dictionary(uniqueKeysWithValues: try problem.metrics(of: solution).map { ($0.name, $0.value) })
    }

    func field(_ name: String, of solution: Tensor<Double>) throws -> Field {
        try #require(try problem.fields(of: solution).first { $0.name == name })
    }
}

/// A component by what a scenario would say.
func decoded<Contract>(_ yaml: String, as contract: Contract.Type, in folder: String = ".") throws
    -> ConfiguredComponent
{
    let loader = PluginLoader(search: PluginSearch(named: [], executableFolder: BuiltCommand.products.path))
    let decoder = OptionDecoder(registry: loader.registry, baseDirectory: folder)
    let setting = try ScenarioFile(bytes: Array("choice: \(yaml)".utf8), name: "test").root["choice"]
    let choice = ComponentChoice<Contract>.decode(try #require(setting), with: decoder)
    if let wrong = decoder.diagnostics.first { throw WrongOptions(message: wrong.message) }
    return try #require(choice?.configured)
}

/// The first thing that was wrong with options.
struct WrongOptions: Error {
    let message: String
}

func dense(_ system: any LinearSystem) -> Tensor<Double> {
    let n = system.rightHandSide.count
    var matrix = Tensor<Double>(shape: [n, n])
    var column = [Double](repeating: 0, count: n)
    for j in 0..<n {
        var unit = [Double](repeating: 0, count: n)
        unit[j] = 1
        unit.withUnsafeBufferPointer { unit in
            column.withUnsafeMutableBufferPointer { system.apply(unit, into: $0) }
        }
        matrix.withMutableBuffer { for i in 0..<n { $0[i * n + j] = column[i] } }
    }
    return matrix
}
