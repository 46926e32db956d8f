import Ansatz
import Foundation
import Testing

@Suite("The multigrid solver")
struct MultigridSolverTests {
    @Test(
        "solves on every grid of one to three points a side",
        arguments: (1...3).flatMap { a in (1...3).flatMap { b in (1...3).map { c in [a, b, c] } } })
    func tiny(shape: [Int]) throws {
        for walls in Walls.allCases {
            let system = gridSystem(constantStencil(shape, walls), isSingular: walls.isSingular)
            var x = Tensor<Double>(shape: shape)
            _ = try multigridSolver("max_iterations: 40").solve(system, into: &x)
            #expect(system.relativeResidual(of: x) <= 1e-8 || system.rightHandSide.elements == [0], "\(walls)")
        }
    }

    @Test("each cycle converges, from any start", arguments: ["v", "w", "full_multigrid"], Walls.allCases)
    func cycles(cycle: String, walls: Walls) throws {
        for shape in [[60, 45], [14, 15, 16]] {
            let system = gridSystem(constantStencil(shape, walls), isSingular: walls.isSingular)
            var x = randomVector(shape, 9)
            let report = try multigridSolver("cycle: \(cycle), max_iterations: 25").solve(system, into: &x)
            #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
            #expect(report.iterations > 2)
            if walls.isSingular { #expect(abs(x.elements.reduce(0, +)) <= 1e-10 * norm2(x)) }
        }
    }

    /// The solution is sin(πx) sin(πy), and the discretisation's error π²h²/12 of it.
    @Test("one full multigrid cycle is as good as the discretisation", arguments: [31, 64, 127])
    func fullMultigrid(points: Int) throws {
        let h = 1 / Double(points + 1)
        let system = gridSystem(constantStencil([points, points]))
        let exact = (0..<points * points).map { index in
            sin(.pi * h * Double(index / points + 1)) * sin(.pi * h * Double(index % points + 1))
        }
        system.rightHandSide = Tensor(exact.map { 2 * .pi * .pi * h * h * $0 }, shape: [points, points])
        var x = Tensor<Double>(shape: [points, points])
        #expect(throws: ComputationError.self) {
            try multigridSolver("cycle: full_multigrid, max_iterations: 1, tolerance: 1e-12").solve(system, into: &x)
        }
        let error = zip(x.elements, exact).map { abs($0 - $1) }.max() ?? .nan
        #expect(error <= 2 * .pi * .pi * h * h / 12)
    }

    @Test("the history begins with the start and ends with the report's residual")
    func history() throws {
        let system = gridSystem(constantStencil([40, 40]))
        var x = Tensor<Double>(shape: [40, 40])
        let run = gridRun(recordsHistory: true)
        let report = try multigridSolver("", run).solve(system, into: &x)
        #expect(report.history.count == report.iterations + 1)
        #expect(report.history.first == 1)
        #expect(report.history.last == report.residual)
    }

    @Test("no cycle where the start solves the system, and zeros where b = 0")
    func trivial() throws {
        let system = gridSystem(constantStencil([20, 20]))
        var x = Tensor<Double>(shape: [20, 20])
        let solver = try multigridSolver("tolerance: 1e-10")
        _ = try solver.solve(system, into: &x)
        let before = x
        #expect(try solver.solve(system, into: &x).iterations == 0)
        #expect(x == before)
        system.rightHandSide = Tensor(shape: [20, 20])
        #expect(try solver.solve(system, into: &x).iterations == 0)
        #expect(x == Tensor(shape: [20, 20]))
    }

    @Test("what is set up for a matrix is kept while it stays the same, and made anew when it changes")
    func reuse() throws {
        let solver = try multigridSolver()
        let first = gridSystem(constantStencil([50, 50]))
        let other = gridSystem(constantStencil([50, 50], reaction: 3))
        func work(_ system: GridDiffusionSystem, _ solver: BoundSolver) throws -> Double? {
            var x = Tensor<Double>(shape: [50, 50])
            let report = try solver.solve(system, into: &x)
            #expect(system.relativeResidual(of: x) <= 1e-8)
            return report.work
        }
        let fresh = try #require(try work(first, solver))
        #expect(try #require(try work(first, solver)) < fresh)
        let changed = try work(other, solver)
        #expect(changed == (try work(other, multigridSolver())))
    }
}
