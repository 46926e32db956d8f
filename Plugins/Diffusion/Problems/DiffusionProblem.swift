import Ansatz

/// Diffusion and reaction in a box in one to three dimensions, with coefficients that vary in space:
///
///     −∇·(a ∇u) + reaction u = source,    u = boundary on `dirichlet` walls,    ∂u/∂n = flux on `neumann` walls.
///
/// a is `coefficient`, positive: one function, or one for each axis. The solution is second order where a is smooth. As
/// ``PoissonProblem`` otherwise.
struct DiffusionProblem: StationaryProblem {
    struct Options: ComponentOptions {
        var cells = [64, 64]
        var lengths: [Double]?
        var walls = PerAxis(WallKind.dirichlet)
        var coefficient = PerAxis<FieldSource<OverSpace>>("1")
        var faces = FaceMean.harmonic
        var reaction: FieldSource<OverSpace> = "0"
        var source: FieldSource<OverSpace> = "1"
        var boundary: FieldSource<OverSpace> = "0"
        var flux = PerAxis<FieldSource<OverSpace>>("0")
        var exact: FieldSource<OverSpace>?
        var residualLimit = 1e-6

        static let keys: [Key<Self>] = [
            Key("cells", \.cells, range: .atLeast(2), help: "cells along x, x and y, or x, y and z"),
            Key(
                "lengths", \.lengths, unit: "1", range: .positive,
                help: "side lengths along the axes; 1 each unless given"),
            Key("walls", \.walls, help: BoxOptions.walls),
            Key(
                "coefficient", \.coefficient, unit: "1",
                help: "positive coefficient of diffusion: for all axes, or one for each"),
            Key("faces", \.faces, help: "mean of the coefficients beside a face; harmonic where they jump"),
            Key("reaction", \.reaction, unit: "1", help: "coefficient of u, not negative"),
            Key("source", \.source, unit: "1", help: "right-hand side of the equation"),
            Key("boundary", \.boundary, unit: "1", help: "values on the dirichlet walls"),
            Key("flux", \.flux, unit: "1", help: BoxOptions.flux),
            Key("exact", \.exact, unit: "1", help: BoxOptions.exact),
            Key("residual_limit", \.residualLimit, unit: "1", range: .positive, help: BoxOptions.residualLimit),
        ]

        func conflicts() -> [OptionConflict] {
            BoxGrid.conflicts(cells: cells, lengths: lengths, walls: walls) + flux.conflicts("flux", axes: cells.count)
                + coefficient.conflicts("coefficient", axes: cells.count)
        }
    }

    static let info = ComponentInfo(
        "diffusion", "Diffusion and reaction with coefficients that vary, in one to three dimensions")
    static let offers: [StatementKind] = [.diffusionSystem]

    var options = Options()
    private var run: RunContext?
    private let memory = PosedMemory()

    mutating func prepare(_ run: RunContext) throws { self.run = run }

    private func grid() throws -> BoxGrid {
        try BoxGrid(cells: options.cells, lengths: options.lengths, walls: options.walls)
    }

    func extent() throws -> ProblemExtent {
        let grid = try grid()
        return grid.extent(fields: ["u"], coefficients: 2 * grid.sides.count + 2)
    }

    func system(_ run: RunContext) throws -> any LinearSystem {
        let grid = try grid()
        var source = Tensor<Double>(shape: grid.shape)
        try options.source.sampler(on: grid.unknownAxes, run).sample(at: 0, into: &source)
        let reaction = try PointValues(options.reaction, on: grid.unknownAxes, run)
        try reaction.requireNonNegative("reaction", on: grid.unknownAxes)
        let posed = PosedDiffusion(
            try BoxDiscretization(
                grid, coefficients: try coefficients(on: grid, run), mean: options.faces, reaction: reaction,
                source: source, boundary: BoundaryData(grid, boundary: options.boundary, flux: options.flux, run)),
            run)
        memory.posed = posed
        return posed.system
    }

    /// One for each axis, slowest first.
    private func coefficients(on grid: BoxGrid, _ run: RunContext) throws -> [PointValues] {
        let distinct = try options.coefficient.values.map { source in
            let values = try PointValues(source, on: grid.pointAxes, run)
            try values.requirePositive("coefficient", on: grid)
            return values
        }
        guard let first = distinct.first else { return [] }
        return options.coefficient.isList ? distinct.reversed() : grid.sides.map { _ in first }
    }

    func fields(of solution: Tensor<Double>) throws -> [Field] {
        let posed = try memory.recall()
        return [
            try Field("u", axes: posed.grid.pointAxes, posed.values(of: solution), longName: "solution")
        ]
    }

    func certificate(of solution: Tensor<Double>, _ system: any LinearSystem) throws -> Certificate {
        try memory.recall().certificate(of: solution, limit: options.residualLimit)
    }

    /// Whether the system is singular follows from `reaction` too, whose values are not known before.
    var metricNames: [String]? {
        guard let grid = try? grid(), !grid.keepsConstants else { return nil }
        return PosedDiffusion.metricNames(
            axes: grid.sides.count, hasExact: options.exact != nil, isSingular: false)
    }

    func metrics(of solution: Tensor<Double>) throws -> [Metric] {
        guard let run else { return [] }
        return try memory.recall().metrics(of: solution, exact: options.exact, run)
    }
}
