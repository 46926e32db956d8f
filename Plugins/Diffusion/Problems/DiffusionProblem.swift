import Ansatz

/// Diffusion and reaction in a box in one to three dimensions, with coefficients that vary in space:
///
///     −∇·(a ∇u) + reaction u = source,    u = boundary on `dirichlet` walls,    ∂u/∂n = flux on `neumann` walls.
///
/// a is `coefficient`, positive: one function, or one for each axis. The solution is second order where a is smooth. As
/// ``PoissonProblem`` otherwise.
struct DiffusionProblem: BoxProblem {
    struct Options: BoxOptions {
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

        static let keys: [Key<Self>] =
            gridKeys + [
                Key(
                    "coefficient", \.coefficient, unit: "1",
                    help: "positive coefficient of diffusion: for all axes, or one for each"),
                Key("faces", \.faces, help: "mean of the coefficients beside a face; harmonic where they jump"),
                Key("reaction", \.reaction, unit: "1", help: "coefficient of u, not negative"),
            ] + dataKeys

        func conflicts() -> [OptionConflict] {
            boxConflicts() + coefficient.conflicts("coefficient", axes: cells.count)
        }
    }

    static let info = ComponentInfo(
        "diffusion", "Diffusion and reaction with coefficients that vary, in one to three dimensions")
    static let offers: [StatementKind] = [.diffusionSystem]

    var options = Options()
    let memory = PosedMemory()

    func extent() throws -> ProblemExtent {
        let grid = try options.grid()
        return grid.extent(fields: ["u"], coefficients: 2 * grid.sides.count + 2)
    }

    func system(_ run: RunContext) throws -> any LinearSystem {
        let grid = try options.grid()
        let reaction = try PointValues(options.reaction, on: grid.unknownAxes, run)
        try reaction.requireNonNegative("reaction", on: grid.unknownAxes)
        return try pose(
            on: grid, coefficients: coefficients(on: grid, run), mean: options.faces, reaction: reaction, run)
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

    /// Whether the system is singular follows from `reaction` too, whose values are not known before.
    var metricNames: [String]? {
        guard let grid = try? options.grid(), !grid.keepsConstants else { return nil }
        return PosedDiffusion.metricNames(
            axes: grid.sides.count, hasExact: options.exact != nil, isSingular: false)
    }
}
