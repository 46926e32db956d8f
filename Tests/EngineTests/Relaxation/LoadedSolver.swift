import Ansatz
import Engine
import TestSupport
import Testing

/// A solver of the Relaxation plugin by what a scenario would say, loaded as anyone's.
func loadedSolver(
    _ yaml: String, in run: RunContext = RunContext(seed: 0, stage: "test", threads: .one)
) throws -> BoundSolver {
    let loader = PluginLoader(search: PluginSearch(named: [], executableFolder: BuiltCommand.products.path))
    let decoder = OptionDecoder(registry: loader.registry, baseDirectory: ".")
    let setting = try ScenarioFile(bytes: Array("solver: \(yaml)".utf8), name: "test").root["solver"]
    let choice = ComponentChoice<any Solver>.decode(try #require(setting), with: decoder)
    #expect(decoder.diagnostics.isEmpty)
    return try run.bind(try #require(choice))
}

/// A stencil that is not the same along both axes, with a right-hand side of random numbers.
func randomSystem(rows: Int, columns: Int, diagonal: Double = 3.3) -> ConstantStencilSystem {
    let stencil = ConstantStencil(rows: rows, columns: columns, diagonal: diagonal, alongRow: -0.9, acrossRows: -0.7)
    let system = ConstantStencilSystem(stencil, .symmetricPositiveDefinite)
    var random = RandomStream(seed: 5, purpose: "right-hand side")
    system.rightHandSide = random.normalTensor(shape: [rows, columns])
    return system
}

/// What the tests of sweeps go through: rows and columns around the number of lanes and its multiples.
let sweptShapes = [
    (1, 1), (1, 5), (5, 1), (2, 2), (7, 7), (8, 8), (9, 9), (3, 15), (24, 16), (17, 17), (33, 33), (16, 2), (20, 7),
    (40, 9), (8, 33), (25, 40),
]
