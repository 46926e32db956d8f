import Ansatz

/// Darcy flow with permeability and pressure at the points of a grid, walls included.
struct NodeDarcy: DarcySampling {
    private let grid: BoxGrid
    private let permeability: Permeability
    private let source: Tensor<Double>
    private let boundary: BoundaryData
    private var field: GaussianField

    var axes: [Axis] { grid.pointAxes }

    init(
        _ grid: BoxGrid, _ permeability: Permeability, exponent: Double, tau: Double,
        source: FieldSource<OverSpace>, _ run: RunContext
    ) throws {
        self.grid = grid
        self.permeability = permeability
        field = try GaussianField(shape: grid.pointShape, .nodes, exponent: exponent, inverseLength: tau)
        boundary = BoundaryData(zeroOn: grid)
        self.source = try grid.unknownValues(of: source, run)
    }

    mutating func sample(_ random: inout RandomStream, _ solver: BoundSolver, _ run: RunContext) throws -> DarcySample {
        var a = Tensor<Double>(shape: grid.pointShape)
        try field.draw(&random, into: &a)
        try permeability.apply(to: &a)
        let posed = PosedDiffusion(
            try BoxDiscretization(
                grid, coefficients: grid.sides.map { _ in PointValues(a) }, mean: .harmonic, reaction: .constant(0),
                source: source, boundary: boundary), run)
        var u = Tensor<Double>(shape: grid.shape)
        _ = try solver.solve(posed.system, into: &u)
        return DarcySample(
            permeability: a, pressure: posed.values(of: u), residual: posed.system.relativeResidual(of: u))
    }
}
