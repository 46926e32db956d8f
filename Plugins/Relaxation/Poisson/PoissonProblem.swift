import Ansatz

/// Poisson's equation on a rectangle with a constant boundary value:
///
///     −(∂²u/∂x² + ∂²u/∂y²) = source(x, y),    u = boundary around.
///
/// Five-point differences at the cells' corners, second order. The start of every solver is u = boundary.
struct PoissonProblem: StationaryProblem {
    struct Options: ComponentOptions {
        var cells = [64, 64]
        var lengths = [1.0, 1.0]
        var source: FieldSource<OverSpace> = "1"
        var boundary = 0.0
        var exact: FieldSource<OverSpace>?
        var residualLimit = 1e-6

        static let keys: [Key<Self>] = [
            Key("cells", \.cells, range: .atLeast(2), help: "cells along x and y"),
            Key("lengths", \.lengths, unit: "1", range: .positive, help: "side lengths along x and y"),
            Key("source", \.source, unit: "1", help: "right-hand side of the equation"),
            Key("boundary", \.boundary, unit: "1", help: "value on the boundary"),
            Key(
                "exact", \.exact, unit: "1",
                help: "exact solution; adds the errors error_l2 and error_max to the metrics"),
            Key(
                "residual_limit", \.residualLimit, unit: "1", range: .positive,
                help: "largest relative residual that the certificate accepts"),
        ]

        func conflicts() -> [OptionConflict] {
            RectangleGrid.conflicts(("cells", cells.count), ("lengths", lengths.count))
        }
    }

    static let info = ComponentInfo("poisson", "Poisson's equation on a rectangle, five-point differences")
    static let offers: [StatementKind] = [.stencilSystem]

    var options = Options()
    private var run: RunContext?

    mutating func prepare(_ run: RunContext) throws { self.run = run }

    private func grid() throws -> RectangleGrid { try RectangleGrid(cells: options.cells, lengths: options.lengths) }

    func extent() throws -> ProblemExtent {
        let grid = try grid()
        return ProblemExtent(
            unknowns: grid.unknowns, memory: 10 * 8 * grid.corners, frameBytes: ["u": 8 * grid.corners])
    }

    func system(_ run: RunContext) throws -> any LinearSystem {
        let grid = try grid()
        // A v = f for v = u − boundary at the inner corners, A minus the five-point Laplacian.
        let system = ConstantStencilSystem(
            grid.stencil(scaledBy: 1, hasIdentity: false), .symmetricPositiveDefinite)
        try options.source.sampler(on: grid.interiorAxes, run).sample(at: 0, into: &system.rightHandSide)
        return system
    }

    func fields(of solution: Tensor<Double>) throws -> [Field] {
        let grid = try grid()
        return [
            try Field(
                "u", axes: grid.cornerAxes, grid.withBoundary(solution, boundary: options.boundary),
                longName: "solution")
        ]
    }

    func certificate(of solution: Tensor<Double>, _ system: any LinearSystem) throws -> Certificate {
        Certificate([
            .init(
                "residual", "relative residual of the linear system, recomputed by the problem",
                value: system.relativeResidual(of: solution), limit: options.residualLimit)
        ])
    }

    var metricNames: [String]? { ["dx", "dy"] + (options.exact == nil ? [] : RectangleGrid.errorNames) }

    func metrics(of solution: Tensor<Double>) throws -> [Metric] {
        let grid = try grid()
        let errors = try run.map { try grid.errors(of: solution, options.boundary, options.exact, at: 0, $0) } ?? []
        return [Metric("dx", grid.spacing.x), Metric("dy", grid.spacing.y)] + errors
    }
}
