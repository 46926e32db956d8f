import Ansatz

/// Poisson's equation on a box in one to three dimensions:
///
///     −Δu = source,    u = boundary on `dirichlet` walls,    ∂u/∂n = flux on `neumann` walls.
///
/// Finite volumes around the cells' corners, second order; see ``BoxDiscretization`` for the scaling of rows on walls with
/// a flux. Where the boundary value is the same everywhere, every solver starts from it. Without given values anywhere the
/// solution is known but for a constant, and must have sources that balance the fluxes: their mean is taken off, which
/// is the least-squares answer, and the solution with mean zero is returned.
struct PoissonProblem: BoxProblem {
    struct Options: BoxOptions {
        var cells = [64, 64]
        var lengths: [Double]?
        var walls = PerAxis(WallKind.dirichlet)
        var source: FieldSource<OverSpace> = "1"
        var boundary: FieldSource<OverSpace> = "0"
        var flux = PerAxis<FieldSource<OverSpace>>("0")
        var exact: FieldSource<OverSpace>?
        var residualLimit = 1e-6

        static let keys: [Key<Self>] = gridKeys + dataKeys

        func conflicts() -> [OptionConflict] { boxConflicts() }
    }

    static let info = ComponentInfo("poisson", "Poisson's equation on a box in one to three dimensions, second order")
    static let offers: [StatementKind] = [.stencilSystem]

    var options = Options()
    let memory = PosedMemory()

    func extent() throws -> ProblemExtent { try options.grid().extent(fields: ["u"], coefficients: 0) }

    func system(_ run: RunContext) throws -> any LinearSystem {
        let grid = try options.grid()
        return try pose(
            on: grid, coefficients: grid.sides.map { _ in .constant(1) }, mean: .harmonic, reaction: .constant(0), run)
    }

    var metricNames: [String]? {
        (try? options.grid()).map {
            PosedDiffusion.metricNames(
                axes: $0.sides.count, hasExact: options.exact != nil, isSingular: $0.keepsConstants)
        }
    }
}
