import Ansatz
import Engine
import TestSupport
import Testing

private func choice<Contract>(_ role: Contract.Type, _ options: String) throws -> ComponentChoice<Contract> {
    let loader = PluginLoader(search: PluginSearch(named: [], executableFolder: BuiltCommand.products.path))
    let decoder = OptionDecoder(registry: loader.registry, baseDirectory: ".")
    let text = "chosen: { multigrid: { \(options) } }"
    let setting = try ScenarioFile(bytes: Array(text.utf8), name: "test").root["chosen"]
    let choice = ComponentChoice<Contract>.decode(try #require(setting), with: decoder)
    #expect(decoder.diagnostics.isEmpty)
    return try #require(choice)
}

/// A run as the tests here have it.
func gridRun(threads: Int = 1, recordsHistory: Bool = false, isCancelled: Bool = false) -> RunContext {
    RunContext(
        seed: 0, stage: "test", threads: Threads(threads), recordsHistory: recordsHistory,
        cancellation: { isCancelled })
}

/// The plugin's solver, with options as a scenario has them.
func multigridSolver(_ options: String = "", _ run: RunContext = gridRun()) throws -> BoundSolver {
    try run.bind(choice((any Solver).self, options))
}

/// The plugin's preconditioner, with options as a scenario has them.
func multigridPreconditioner(_ options: String = "") throws -> any Preconditioner {
    try #require(choice((any Operator).self, options).makeUnbound() as? any Preconditioner)
}

extension Preconditioner {
    /// M r.
    mutating func image(of r: Tensor<Double>, _ run: RunContext = gridRun()) throws -> Tensor<Double> {
        var z = Tensor<Double>(repeating: .nan, shape: r.shape)
        try r.withBuffer { r in try z.withMutableBuffer { try apply(r, into: $0, run) } }
        return z
    }
}

/// Iterations that conjugate gradients take with M to ‖r‖ ≤ tolerance ‖b‖ by the recurrence; `limit` where they take more.
func preconditionedIterations(
    _ system: any LinearSystem, _ preconditioner: any Preconditioner, tolerance: Double = 1e-8, limit: Int = 60
) throws -> Int {
    var preconditioner = preconditioner
    let run = gridRun()
    try preconditioner.begin(system, run)
    var r = system.rightHandSide
    let goal = tolerance * norm2(r)
    var p = Tensor<Double>(shape: r.shape)
    var q = p
    var before = 0.0
    for iteration in 1...limit {
        let z = try preconditioner.image(of: r)
        let ρ = dot(z, r)
        xpby(z, before == 0 ? 0 : ρ / before, &p)
        system.apply(p, into: &q)
        axpy(-ρ / dot(p, q), q, &r)
        before = ρ
        if norm2(r) <= goal { return iteration }
    }
    return limit
}
