import Ansatz

/// The heat equation on a rectangle with a fixed boundary temperature:
///
///     ∂T/∂t = κ(t) (∂²T/∂x² + ∂²T/∂y²) + f(x, y, t),    T = boundary around,    T(x, y, 0) = initial.
///
/// Five-point differences at the cells' corners; the state holds T − boundary at the (nx − 1)(ny − 1) inner ones, rows
/// along y. Second order in space.
///
/// The defaults are the experiment of Khodak et al.: a source that circles the square eight times in a unit of time
/// while the diffusivity swings between 0.1 sin 2πt and −10 sin 2πt, so that the best relaxation factor changes all
/// the time.
struct HeatProblem: TransientProblem {
    struct Options: ComponentOptions {
        var cells = [25, 25]
        var lengths = [1.0, 1.0]
        var dt = 1e-3
        var steps = 5000
        var diffusivity: FieldSource<OverTime> = "max(0.1*sin(2*pi*t), -10*sin(2*pi*t))"
        var initial: FieldSource<OverSpace> = "bump(((x-1/2)^2 + (y-1/2)^2) / (1/4)^2)"
        var forcing: FieldSource<OverSpaceAndTime> =
            "32*bump(((x-1/2-cos(16*pi*t)/4)^2 + (y-1/2-sin(16*pi*t)/4)^2) / (1/8)^2)"
        var boundary = 0.0
        var exact: FieldSource<OverSpaceAndTime>?
        var contextRange: [Double]?
        var residualLimit = 1e-6

        static let keys: [Key<Self>] = [
            Key("cells", \.cells, range: .atLeast(2), help: "cells along x and y"),
            Key("lengths", \.lengths, unit: "1", range: .positive, help: "side lengths along x and y"),
            Key("dt", \.dt, unit: "1", range: .positive, help: "time step"),
            Key("steps", \.steps, range: .atLeast(1), isExtendable: true, help: "number of time steps"),
            Key("diffusivity", \.diffusivity, unit: "1", help: "diffusivity, not negative, as a function of time t"),
            Key("initial", \.initial, unit: "1", help: "temperature at time 0"),
            Key("forcing", \.forcing, unit: "1", help: "heat source"),
            Key("boundary", \.boundary, unit: "1", help: "temperature of the boundary"),
            Key(
                "exact", \.exact, unit: "1",
                help: "exact solution; adds the errors error_l2 and error_max to the metrics"),
            Key(
                "context_range", \.contextRange, unit: "1", range: .nonNegative,
                help: "smallest and largest diffusivity, for tuners that need to know them before"),
            Key(
                "residual_limit", \.residualLimit, unit: "1", range: .positive,
                help: "largest relative residual of a step that the certificate accepts"),
        ]

        func conflicts() -> [OptionConflict] {
            RectangleGrid.conflicts(("cells", cells.count), ("lengths", lengths.count))
                + ContextRange.conflicts(contextRange)
        }
    }

    static let info = ComponentInfo(
        "heat", "Heat equation on a rectangle, five-point differences, diffusivity and forcing in time",
        references: [.learningToRelax])
    static let offers: [StatementKind] = [.linearEvolution, .stencilSystem]

    var options = Options()
    private var run: RunContext?

    mutating func prepare(_ run: RunContext) throws { self.run = run }

    private func grid() throws -> RectangleGrid { try RectangleGrid(cells: options.cells, lengths: options.lengths) }

    func extent() throws -> ProblemExtent {
        let grid = try grid()
        // State, its copy, right-hand side, forcing, two for the check, five of a Krylov method, and the output.
        return ProblemExtent(
            unknowns: grid.unknowns, memory: 14 * 8 * grid.corners, frameBytes: ["T": 8 * grid.corners])
    }

    var march: March { March(step: options.dt, count: options.steps) }

    func evolution(_ run: RunContext) throws -> any EvolutionProblem {
        let grid = try grid()
        return HeatEvolution(
            grid: grid, boundary: options.boundary, diffusivity: try options.diffusivity.sampler(on: [], run),
            initial: try options.initial.sampler(on: grid.interiorAxes, run),
            forcing: try options.forcing.sampler(on: grid.interiorAxes, run),
            diffusivityRange: ContextRange.range(options.contextRange))
    }

    func fields(of state: Tensor<Double>, at time: Double) throws -> [Field] {
        let grid = try grid()
        return [
            try Field(
                "T", axes: grid.cornerAxes, grid.withBoundary(state, boundary: options.boundary),
                longName: "temperature")
        ]
    }

    func certificate(of state: Tensor<Double>, worstDefect: StepDefect) throws -> Certificate {
        Certificate([
            .init(
                "worst_residual", "largest relative residual of a step's linear system, recomputed by the problem",
                value: worstDefect.value, limit: options.residualLimit)
        ])
    }

    var metricNames: [String]? { ["dx", "dy", "dt"] + (options.exact == nil ? [] : RectangleGrid.errorNames) }

    func metrics(of state: Tensor<Double>, at time: Double) throws -> [Metric] {
        let grid = try grid()
        let errors = try run.map { try grid.errors(of: state, options.boundary, options.exact, at: time, $0) } ?? []
        return [Metric("dx", grid.spacing.x), Metric("dy", grid.spacing.y), Metric("dt", options.dt)] + errors
    }
}
