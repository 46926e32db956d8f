import Ansatz

/// The damped Helmholtz equation in a box in one to three dimensions:
///
///     −Δu − k² (1 + iβ) u = source + i source_imaginary,    with values or outward derivatives given on the walls.
///
/// In real arithmetic; see ``HelmholtzSystem`` for the signs. Without damping the solution is real, and the equation has
/// none, or many, where k² is an eigenvalue of the discrete −Δ. Fields `u_real` and `u_imaginary` (with damping).
/// Second order, with an error that grows with k³h²: take more than 2π/10 k cells along a length of 1.
struct HelmholtzProblem: StationaryProblem {
    struct Options: ComponentOptions {
        var cells = [64, 64]
        var lengths: [Double]?
        var walls = PerAxis(WallKind.dirichlet)
        var wavenumber = 10.0
        var damping = 0.1
        var source: FieldSource<OverSpace> = "1"
        var sourceImaginary: FieldSource<OverSpace> = "0"
        var boundary: FieldSource<OverSpace> = "0"
        var boundaryImaginary: FieldSource<OverSpace> = "0"
        var flux = PerAxis<FieldSource<OverSpace>>("0")
        var fluxImaginary = PerAxis<FieldSource<OverSpace>>("0")
        var exact: FieldSource<OverSpace>?
        var exactImaginary: FieldSource<OverSpace> = "0"
        var residualLimit = 1e-6

        static let keys: [Key<Self>] = [
            Key("cells", \.cells, range: .atLeast(2), help: "cells along x, x and y, or x, y and z"),
            Key(
                "lengths", \.lengths, unit: "1", range: .positive,
                help: "side lengths along the axes; 1 each unless given"),
            Key("walls", \.walls, help: BoxHelp.walls),
            Key("wavenumber", \.wavenumber, unit: "1", range: .positive, help: "k, 2 pi over the wavelength"),
            Key("damping", \.damping, unit: "1", range: .nonNegative, help: "beta; 0 for a real equation"),
            Key("source", \.source, unit: "1", help: "right-hand side of the equation, its real part"),
            Key("source_imaginary", \.sourceImaginary, unit: "1", help: "its imaginary part"),
            Key("boundary", \.boundary, unit: "1", help: "values on the dirichlet walls, their real part"),
            Key("boundary_imaginary", \.boundaryImaginary, unit: "1", help: "their imaginary part"),
            Key("flux", \.flux, unit: "1", help: BoxHelp.flux + "; the real part"),
            Key("flux_imaginary", \.fluxImaginary, unit: "1", help: "its imaginary part"),
            Key("exact", \.exact, unit: "1", help: BoxHelp.exact + "; its real part"),
            Key("exact_imaginary", \.exactImaginary, unit: "1", help: "its imaginary part"),
            Key("residual_limit", \.residualLimit, unit: "1", range: .positive, help: BoxHelp.residualLimit),
        ]

        func conflicts() -> [OptionConflict] {
            BoxGrid.conflicts(cells: cells, lengths: lengths, walls: walls) + flux.conflicts("flux", axes: cells.count)
                + fluxImaginary.conflicts("flux_imaginary", axes: cells.count)
        }
    }

    static let info = ComponentInfo(
        "helmholtz", "Waves of one frequency with damping, a symmetric indefinite system in real arithmetic")
    static let offers: [StatementKind] = [.sparseSystem]

    private final class Memory {
        var posed: (discretization: HelmholtzDiscretization, system: HelmholtzSystem)?
    }

    var options = Options()
    private var run: RunContext?
    private let memory = Memory()
    private var isDamped: Bool { options.damping > 0 }

    mutating func prepare(_ run: RunContext) throws { self.run = run }

    private func grid() throws -> BoxGrid {
        try BoxGrid(cells: options.cells, lengths: options.lengths, walls: options.walls)
    }

    func extent() throws -> ProblemExtent {
        let grid = try grid()
        var extent = grid.extent(fields: isDamped ? ["u_real", "u_imaginary"] : ["u_real"], coefficients: 4)
        if isDamped {
            extent.unknowns *= 2
            extent.memory *= 2
        }
        return extent
    }

    func system(_ run: RunContext) throws -> any LinearSystem {
        let grid = try grid()
        let k = options.wavenumber
        guard (k * k).isNormal, (options.damping * k * k).isFinite else {
            throw ComputationError.unsuitable(
                "a wavenumber of \(k) has no square to compute with", help: "choose units in which it is near 10")
        }
        func discretization(
            _ source: FieldSource<OverSpace>, _ boundary: FieldSource<OverSpace>,
            _ flux: PerAxis<FieldSource<OverSpace>>
        ) throws -> BoxDiscretization {
            var data = try BoundaryData(grid, boundary: boundary, flux: flux, run)
            // Taking a constant off the unknowns would leave k² times it on the other side.
            data.common = nil
            return try BoxDiscretization(
                grid, coefficients: grid.sides.map { _ in .constant(1) }, mean: .harmonic, reaction: .constant(k * k),
                source: grid.unknownValues(of: source, run), boundary: data)
        }
        let discretization = HelmholtzDiscretization(
            real: try discretization(options.source, options.boundary, options.flux),
            imaginary: isDamped
                ? try discretization(options.sourceImaginary, options.boundaryImaginary, options.fluxImaginary) : nil,
            wavenumber: k, damping: options.damping)
        let system = discretization.system(run)
        memory.posed = (discretization, system)
        return system
    }

    private func recall() throws -> (discretization: HelmholtzDiscretization, system: HelmholtzSystem) {
        guard let posed = memory.posed else {
            throw ComputationError.unsuitable("the problem was not posed yet", help: nil)
        }
        return posed
    }

    func fields(of solution: Tensor<Double>) throws -> [Field] {
        let discretization = try recall().discretization
        let grid = discretization.grid
        let parts =
            [("u_real", "real part of the solution", discretization.real)]
            + (discretization.imaginary.map { [("u_imaginary", "imaginary part of the solution", $0)] } ?? [])
        return try parts.enumerated().map { number, part in
            var all = part.2.boundary.given
            solution.withBuffer { solution in
                all.withMutableBuffer { all in
                    grid.forEachUnknownRow { unknown, point, count in
                        for index in 0..<count {
                            all[point + index] = solution[number * grid.unknowns + unknown + index]
                        }
                    }
                }
            }
            return try Field(part.0, axes: grid.pointAxes, all, longName: part.1)
        }
    }

    func certificate(of solution: Tensor<Double>, _ system: any LinearSystem) throws -> Certificate {
        Certificate([
            .init(
                "residual", "relative residual of the linear system, recomputed by the problem",
                value: try recall().system.relativeResidual(of: solution), limit: options.residualLimit)
        ])
    }

    var metricNames: [String]? {
        (try? grid()).map {
            PosedDiffusion.metricNames(axes: $0.sides.count, hasExact: options.exact != nil, isSingular: false)
        }
    }

    func metrics(of solution: Tensor<Double>) throws -> [Metric] {
        guard let run else { return [] }
        let (discretization, system) = try recall()
        let grid = discretization.grid
        let bound = discretization.errorBound(of: solution, system)
        let metrics =
            grid.spacings + [Metric("error_bound", bound.value), Metric("relative_error_bound", bound.relative)]
        guard let exact = options.exact else { return metrics }
        var squares = Tensor<Double>(shape: grid.shape)
        for (number, source) in ([exact] + (isDamped ? [options.exactImaginary] : [])).enumerated() {
            let values = try grid.unknownValues(of: source, run)
            let start = number * grid.unknowns
            solution.withBuffer { u in
                values.withBuffer { values in
                    squares.withMutableBuffer { squares in
                        for index in squares.indices {
                            let difference = u[start + index] - values[index]
                            squares[index] += difference * difference
                        }
                    }
                }
            }
        }
        return squares.withBuffer { squares in
            metrics + [
                Metric("error_l2", (squares.reduce(0, +) / Double(max(squares.count, 1))).squareRoot()),
                Metric("error_max", maximumMagnitude(squares).squareRoot()),
            ]
        }
    }
}
