import Ansatz
import Foundation

/// Pairs of a random source and the solution of Poisson's equation on the unit square with zero boundary:
///
///     source = Σ ξₖₗ (k² + l²)^(−decay) sin(kπx) sin(lπy),    k, l = 1...modes,    ξ standard normal.
///
/// Fields `source` and `u` at the cells' corners. Each sample is drawn from its own random stream, and its residual is
/// recomputed.
struct PoissonGenerator: Generator {
    struct Options: ComponentOptions {
        var cells = [32, 32]
        var modes = 8
        var decay = 1.0
        var solver = ComponentChoice<any Solver>.unset
        var residualLimit = 1e-6

        static let keys: [Key<Self>] = [
            Key("cells", \.cells, range: .atLeast(2), help: "cells along x and y"),
            Key("modes", \.modes, range: .closed(1, 1000), help: "sine modes along each side"),
            Key("decay", \.decay, unit: "1", range: .closed(0, 10), help: "decay of the modes; larger is smoother"),
            Key("solver", \.solver, isRequired: true, help: "solves the linear system of each sample"),
            Key(
                "residual_limit", \.residualLimit, unit: "1", range: .positive,
                help: "largest relative residual that a sample may have"),
        ]

        func conflicts() -> [OptionConflict] { RectangleGrid.conflicts(("cells", cells.count)) }
    }

    static let info = ComponentInfo("poisson", "Random sources and solutions of Poisson's equation")

    var options = Options()
    private var solver: BoundSolver?

    var residualLimit: Double { options.residualLimit }

    mutating func prepare(_ run: RunContext) throws { solver = try run.bind(options.solver) }

    private func grid() throws -> RectangleGrid { try RectangleGrid(cells: options.cells, lengths: [1, 1]) }

    func layout() throws -> [DatasetLayout.Variable] {
        let axes = try grid().cornerAxes
        return [
            DatasetLayout.Variable("source", axes: axes, longName: "right-hand side"),
            DatasetLayout.Variable("u", axes: axes, longName: "solution"),
        ]
    }

    mutating func sample(
        _ index: Int, _ random: inout RandomStream, _ run: RunContext
    ) throws -> GeneratedSample {
        guard let solver else { throw ComputationError.unsuitable("poisson was not prepared", help: nil) }
        let grid = try grid()
        let system = ConstantStencilSystem(
            grid.stencil(scaledBy: 1, hasIdentity: false), .symmetricPositiveDefinite)
        let source = try drawSource(on: grid, &random, run)
        system.rightHandSide = source
        var u = Tensor<Double>(shape: system.shape)
        _ = try solver.solve(system, into: &u)
        return GeneratedSample(
            // Every sine vanishes on the boundary.
            values: [grid.withBoundary(source, boundary: 0), grid.withBoundary(u, boundary: 0)],
            residual: system.relativeResidual(of: u))
    }

    private func drawSource(
        on grid: RectangleGrid, _ random: inout RandomStream, _ run: RunContext
    ) throws -> Tensor<Double> {
        let modes = options.modes
        let alongX = sines(grid.columns, grid.cells.x)
        let alongY = sines(grid.rows, grid.cells.y)
        var source = Tensor<Double>(shape: [grid.rows, grid.columns])
        for k in 1...modes {
            for l in 1...modes {
                try run.checkCancellation()
                let weight = random.normal() * pow(Double(k * k + l * l), -options.decay)
                source.withMutableBuffer { source in
                    for row in 0..<grid.rows {
                        let factor = weight * alongY[(l - 1) * grid.rows + row]
                        for column in 0..<grid.columns {
                            source[row * grid.columns + column] += factor * alongX[(k - 1) * grid.columns + column]
                        }
                    }
                }
            }
        }
        return source
    }

    /// sin(kπ i/cells) for k = 1...modes and the inner corners i.
    private func sines(_ count: Int, _ cells: Int) -> [Double] {
        (1...options.modes).flatMap { k in
            (1...count).map { sin(Double.pi * Double(k * $0) / Double(cells)) }
        }
    }
}
