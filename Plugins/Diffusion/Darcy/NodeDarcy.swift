import Ansatz

/// Darcy flow with permeability and pressure at the points of a grid, walls included.
struct NodeDarcy: DarcySampling {
    private let grid: BoxGrid
    private let permeability: Permeability
    private let source: Tensor<Double>
    private let boundary: BoundaryData
    private var field: GaussianField
    /// What each sample's source has beside ``source``.
    private var sourceField: GaussianField?

    var axes: [Axis] { grid.pointAxes }

    init(
        _ grid: BoxGrid, _ permeability: Permeability, exponent: Double, tau: Double,
        source: FieldSource<OverSpace>, random: RandomSource?, _ run: RunContext
    ) throws {
        self.grid = grid
        self.permeability = permeability
        field = try GaussianField(shape: grid.pointShape, .nodes, exponent: exponent, inverseLength: tau)
        boundary = BoundaryData(zeroOn: grid)
        self.source = try grid.unknownValues(of: source, run)
        sourceField = try random.map {
            try GaussianField(
                shape: grid.pointShape, .nodes, exponent: $0.exponent, inverseLength: $0.tau, deviation: $0.deviation)
        }
    }

    mutating func sample(_ random: inout RandomStream, _ solver: BoundSolver, _ run: RunContext) throws -> DarcySample {
        var a = Tensor<Double>(shape: grid.pointShape)
        try field.draw(&random, into: &a)
        try permeability.apply(to: &a)
        let (source, given) = try drawSource(&random)
        let posed = PosedDiffusion(
            try BoxDiscretization(
                grid, coefficients: grid.sides.map { _ in PointValues(a) }, mean: .harmonic, reaction: .constant(0),
                source: source, boundary: boundary), run)
        var u = Tensor<Double>(shape: grid.shape)
        _ = try solver.solve(posed.system, into: &u)
        return DarcySample(
            permeability: a, source: given, pressure: posed.values(of: u),
            residual: posed.system.relativeResidual(of: u))
    }

    /// The source at the unknowns, and at all points where it is random: 0 on the walls, where no equation holds.
    private mutating func drawSource(_ random: inout RandomStream) throws -> (Tensor<Double>, Tensor<Double>?) {
        guard sourceField != nil else { return (source, nil) }
        var drawn = Tensor<Double>(shape: grid.pointShape)
        try sourceField?.draw(&random, into: &drawn)
        var source = grid.unknowns(of: drawn)
        axpy(1, self.source, &source)
        return (source, grid.points(of: source))
    }
}
