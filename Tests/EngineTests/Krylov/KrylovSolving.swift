import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

/// A solver by what a scenario would say, its preconditioners from the loaded plugins and from `operators`.
func krylovSolver(
    _ yaml: String, operators: Plugin? = nil, threads: Threads = .one, recordsHistory: Bool = true,
    log: @escaping @Sendable (String) -> Void = { _ in },
    cancellation: @escaping @Sendable () -> Bool = { false }
) throws -> BoundSolver {
    var registry = PluginLoader(
        search: PluginSearch(named: [], executableFolder: BuiltCommand.products.path)
    ).registry
    for entry in try operators?.entries() ?? [] { try registry.add(entry) }
    let decoder = OptionDecoder(registry: registry, baseDirectory: ".")
    let setting = try ScenarioFile(bytes: Array("solver: \(yaml)".utf8), name: "test").root["solver"]
    let choice = ComponentChoice<any Solver>.decode(try #require(setting), with: decoder)
    #expect(decoder.diagnostics.isEmpty, "\(decoder.diagnostics)")
    let run = RunContext(
        seed: 0, stage: "test", threads: threads, recordsHistory: recordsHistory, cancellation: cancellation, log: log)
    return try run.bind(try #require(choice))
}

/// Solves from a start of zeros.
func solve(_ yaml: String, _ system: any LinearSystem, operators: Plugin? = nil, threads: Threads = .one) throws
    -> (x: Tensor<Double>, report: SolveReport)
{
    var x = Tensor<Double>(shape: system.shape)
    let report = try krylovSolver(yaml, operators: operators, threads: threads).solve(system, into: &x)
    return (x, report)
}

/// The error that solving throws.
func failure(_ yaml: String, _ system: any LinearSystem, operators: Plugin? = nil) -> String {
    do {
        let (_, report) = try solve(yaml, system, operators: operators)
        return "no error after \(report.iterations) iterations"
    } catch let error as ComputationError {
        return error.description
    } catch {
        return "another error: \(error)"
    }
}

/// Poisson's equation with a random right-hand side: k = 1 between all points and at the walls.
func poisson(_ shape: [Int], reaction: Double = 0, threads: Threads = .one) -> GridDiffusionSystem {
    let faces = shape.map { _ in DiffusionStencil.Faces(.constant(1), lowerWall: 1, upperWall: 1) }
    let system = GridDiffusionSystem(
        DiffusionStencil(shape: shape, faces: faces, reaction: .constant(reaction)),
        axes: shape.enumerated().map { .index("x\($0.offset)", count: $0.element, role: .space) },
        reaction < 0 ? .symmetric : .symmetricPositiveDefinite, threads: threads)
    var random = RandomStream(seed: 3, purpose: "right-hand side")
    system.rightHandSide = random.normalTensor(shape: shape)
    return system
}

/// The same with walls that let nothing through, or without walls, and a right-hand side that sums to zero.
func closedPoisson(_ shape: [Int], isPeriodic: Bool = false) -> GridDiffusionSystem {
    let faces = shape.map { _ in DiffusionStencil.Faces(.constant(1), isPeriodic: isPeriodic) }
    let system = GridDiffusionSystem(
        DiffusionStencil(shape: shape, faces: faces),
        axes: shape.enumerated().map { .index("x\($0.offset)", count: $0.element, role: .space) },
        .symmetricPositiveSemidefinite, nullspace: .constants)
    var random = RandomStream(seed: 3, purpose: "right-hand side")
    let drawn = random.normalTensor(shape: shape)
    let mean = drawn.elements.reduce(0, +) / Double(drawn.count)
    system.rightHandSide = drawn.map { $0 - mean }
    return system
}

/// Diffusion with a reaction that varies by a factor of 10⁴ from point to point, in a random pattern.
func roughDiffusion(_ shape: [Int]) -> GridDiffusionSystem {
    var random = RandomStream(seed: 8, purpose: "coefficients")
    let faces = shape.indices.map { axis in
        DiffusionStencil.Faces(
            .values(random.uniformTensor(shape: DiffusionStencil.shapeOfFaces(shape, axis)).map { 0.5 + $0 }))
    }
    let reaction = random.uniformTensor(shape: shape).map { 0.1 * exp(9.2 * $0) }
    let system = GridDiffusionSystem(
        DiffusionStencil(shape: shape, faces: faces, reaction: .values(reaction)),
        axes: shape.enumerated().map { .index("x\($0.offset)", count: $0.element, role: .space) },
        .symmetricPositiveDefinite)
    system.rightHandSide = random.normalTensor(shape: shape)
    return system
}
