import Ansatz

/// What is given on the walls of a box.
struct BoundaryData {
    /// At all points of the grid: the given values on the walls that have them, zeros elsewhere.
    let given: Tensor<Double>
    /// Where all given values are the same, that number; 0 where there are none.
    var common: Double?
    /// The outward derivative at the unknowns on the walls that have one.
    let fluxes: [WallFlux]

    struct WallFlux {
        let axis: Int
        let isUpper: Bool
        /// Over the unknowns of the other axes.
        let values: [Double]
    }

    /// - Parameters:
    ///   - boundary: the values on `dirichlet` walls.
    ///   - flux: the outward normal derivative on the `neumann` walls across each axis.
    init(
        _ grid: BoxGrid, boundary: FieldSource<OverSpace>, flux: PerAxis<FieldSource<OverSpace>>, _ run: RunContext
    ) throws {
        var given = Tensor<Double>(shape: grid.pointShape)
        var extremes: (Double, Double)?
        var fluxes: [WallFlux] = []
        for (axis, side) in grid.sides.enumerated() {
            for isUpper in [false, true] {
                let wall = side.wallAxis(isUpper: isUpper)
                if isUpper ? side.walls.isGivenAbove : side.walls.isGivenBelow {
                    var axes = grid.pointAxes
                    axes[axis] = wall
                    let values = try Self.sample(boundary, on: axes, run)
                    Self.put(values, on: isUpper ? side.points - 1 : 0, across: axis, into: &given)
                    for value in values {
                        extremes = extremes.map { (min($0.0, value), max($0.1, value)) } ?? (value, value)
                    }
                } else if side.walls != .periodic,
                    let source = flux.value(grid.sides.count - 1 - axis)
                {
                    var axes = grid.unknownAxes
                    axes[axis] = wall
                    fluxes.append(
                        WallFlux(axis: axis, isUpper: isUpper, values: try Self.sample(source, on: axes, run)))
                }
            }
        }
        self.given = given
        self.fluxes = fluxes
        common = extremes.map { $0.0 == $0.1 ? $0.0 : nil } ?? 0
    }

    /// Zero on all walls, for values and derivatives.
    init(zeroOn grid: BoxGrid) {
        given = Tensor(shape: grid.pointShape)
        common = 0
        fluxes = []
    }

    private static func sample(_ source: FieldSource<OverSpace>, on axes: [Axis], _ run: RunContext) throws -> [Double]
    {
        var values = Tensor<Double>(shape: axes.map(\.count))
        try source.sampler(on: axes, run).sample(at: 0, into: &values)
        return values.elements
    }

    private static func put(_ values: [Double], on index: Int, across axis: Int, into all: inout Tensor<Double>) {
        var wall = all.shape
        wall[axis] = 1
        let strides = BoxGrid.strides(of: all.shape)
        all.withMutableBuffer { all in
            BoxGrid.forEachIndex(of: wall) { position, place in
                let point = zip(strides, place).reduce(index * strides[axis]) { $0 + $1.0 * $1.1 }
                all[point] = values[position]
            }
        }
    }
}
