import Ansatz

/// Darcy flow as the script behind the published data sets computes it, for comparison with them: permeability and
/// pressure in the middle of n x n cells; cubic splines take the permeability to n x n *nodes* (walls included, so
/// another grid, with extrapolation at the walls), where five-point differences with arithmetic means at faces give the
/// pressure, which splines take back to the middle of the cells.
///
/// Three things to know of such data. The pressure of the outermost cells is extrapolated rather than zero. Splines of a
/// permeability that jumps overshoot: beside an interface it is larger or smaller than any value that was drawn, and can
/// become negative near a wall, where the script's equations are none of diffusion; here it is cut at a tenth of the
/// smaller value, which the script does not do. And arithmetic means overestimate the flux across jumps.
///
/// The residual is that of the equations at the nodes. The script and its paper disagree about the values: 4 and 12, 3
/// and 12.
struct PublishedDarcy: DarcySampling {
    private let grid: BoxGrid
    private let permeability: Permeability
    private let source: Tensor<Double>
    private let boundary: BoundaryData
    private let toNodes: [UniformSpline]
    private let toCentres: [UniformSpline]
    private var field: GaussianField
    let axes: [Axis]

    /// - Parameter grid: the nodes, in two dimensions and at least four along each axis; as many as cells.
    init(
        _ grid: BoxGrid, _ permeability: Permeability, exponent: Double, tau: Double,
        source: FieldSource<OverSpace>, _ run: RunContext
    ) throws {
        self.grid = grid
        self.permeability = permeability
        field = try GaussianField(shape: grid.pointShape, .centres, exponent: exponent, inverseLength: tau)
        boundary = BoundaryData(zeroOn: grid)
        self.source = try grid.unknownValues(of: source, run)
        axes = Self.axes(of: grid)
        toNodes = zip(grid.pointAxes, axes).map { nodes, centres in
            UniformSpline(
                first: centres.coordinate(at: 0), spacing: 1 / Double(centres.count), count: centres.count,
                targets: nodes.values)
        }
        toCentres = zip(grid.sides, axes).map { side, centres in
            UniformSpline(first: 0, spacing: side.spacing, count: side.points, targets: centres.values)
        }
    }

    /// The middles of as many cells as a grid has points.
    static func axes(of grid: BoxGrid) -> [Axis] {
        grid.sides.map { side in
            let width = 1 / Double(side.points)
            return Axis(
                side.name, .uniform(first: width / 2, spacing: width, count: side.points),
                longName: "\(side.name) coordinate")
        }
    }

    mutating func sample(_ random: inout RandomStream, _ solver: BoundSolver, _ run: RunContext) throws -> DarcySample {
        var a = Tensor<Double>(shape: grid.pointShape)
        try field.draw(&random, into: &a)
        try permeability.apply(to: &a)
        let smallest = a.withBuffer { $0.min() } ?? 0
        var atNodes = Self.interpolated(a, toNodes)
        atNodes.withMutableBuffer { values in
            for index in values.indices { values[index] = max(values[index], 0.1 * smallest) }
        }
        let posed = PosedDiffusion(
            try BoxDiscretization(
                grid, coefficients: grid.sides.map { _ in PointValues(atNodes) }, mean: .arithmetic,
                reaction: .constant(0), source: source, boundary: boundary), run)
        var u = Tensor<Double>(shape: grid.shape)
        _ = try solver.solve(posed.system, into: &u)
        return DarcySample(
            permeability: a, pressure: Self.interpolated(posed.values(of: u), toCentres),
            residual: posed.system.relativeResidual(of: u))
    }

    /// Splines along both axes, slowest first.
    private static func interpolated(_ values: Tensor<Double>, _ splines: [UniformSpline]) -> Tensor<Double> {
        splines.reduce(values) { transposed($1($0)) }
    }

    private static func transposed(_ values: Tensor<Double>) -> Tensor<Double> {
        let (rows, columns) = (values.shape[0], values.shape[1])
        var result = Tensor<Double>(shape: [columns, rows])
        values.withBuffer { values in
            result.withMutableBuffer { result in
                for row in 0..<rows {
                    for column in 0..<columns { result[column * rows + row] = values[row * columns + column] }
                }
            }
        }
        return result
    }
}
