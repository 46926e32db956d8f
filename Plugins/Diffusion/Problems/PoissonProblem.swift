import Ansatz

/// Poisson's equation on a box in one to three dimensions:
///
///     −Δu = source,    u = boundary on `dirichlet` walls,    ∂u/∂n = flux on `neumann` walls.
///
/// Finite volumes around the cells' corners, second order; see ``BoxDiscretization`` for the scaling of rows on walls with
/// a flux. Where the boundary value is the same everywhere, every solver starts from it. Without given values anywhere the
/// solution is known but for a constant, and must have sources that balance the fluxes: their mean is taken off, which
/// is the least-squares answer, and the solution with mean zero is returned.
struct PoissonProblem: StationaryProblem {
    struct Options: ComponentOptions {
        var cells = [64, 64]
        var lengths: [Double]?
        var walls = PerAxis(WallKind.dirichlet)
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
            Key("source", \.source, unit: "1", help: "right-hand side of the equation"),
            Key("boundary", \.boundary, unit: "1", help: "values on the dirichlet walls"),
            Key("flux", \.flux, unit: "1", help: BoxOptions.flux),
            Key("exact", \.exact, unit: "1", help: BoxOptions.exact),
            Key("residual_limit", \.residualLimit, unit: "1", range: .positive, help: BoxOptions.residualLimit),
        ]

        func conflicts() -> [OptionConflict] {
            BoxGrid.conflicts(cells: cells, lengths: lengths, walls: walls) + flux.conflicts("flux", axes: cells.count)
        }
    }

    static let info = ComponentInfo("poisson", "Poisson's equation on a box in one to three dimensions, second order")
    static let offers: [StatementKind] = [.stencilSystem]

    var options = Options()
    private var run: RunContext?
    private let memory = PosedMemory()

    mutating func prepare(_ run: RunContext) throws { self.run = run }

    private func grid() throws -> BoxGrid {
        try BoxGrid(cells: options.cells, lengths: options.lengths, walls: options.walls)
    }

    func extent() throws -> ProblemExtent { try grid().extent(fields: ["u"], coefficients: 0) }

    func system(_ run: RunContext) throws -> any LinearSystem {
        let grid = try grid()
        var source = Tensor<Double>(shape: grid.shape)
        try options.source.sampler(on: grid.unknownAxes, run).sample(at: 0, into: &source)
        let posed = PosedDiffusion(
            try BoxDiscretization(
                grid, coefficients: grid.sides.map { _ in .constant(1) }, mean: .harmonic, reaction: .constant(0),
                source: source, boundary: BoundaryData(grid, boundary: options.boundary, flux: options.flux, run)),
            run)
        memory.posed = posed
        return posed.system
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

    var metricNames: [String]? {
        (try? grid()).map {
            PosedDiffusion.metricNames(
                axes: $0.sides.count, hasExact: options.exact != nil, isSingular: $0.keepsConstants)
        }
    }

    func metrics(of solution: Tensor<Double>) throws -> [Metric] {
        guard let run else { return [] }
        return try memory.recall().metrics(of: solution, exact: options.exact, run)
    }
}
