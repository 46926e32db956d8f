import Ansatz

/// Flow through a porous box with zero pressure on its walls, in one to three dimensions:
///
///     −∇·(a ∇u) = source,    u = 0 around.
///
/// The permeability a is that of one sample of the generator of the same name, or `permeability`. It may jump: faces get
/// harmonic means, since it is taken as constant in the part of the box around each point: of that flow's error,
/// discretization included, `energy_error_bound` is a guaranteed bound (``EnergyBound``). Fields `u`, `a`, and the velocity
/// −a ∇u along each axis, the mean of the fluxes through the faces around each point.
struct DarcyProblem: StationaryProblem {
    struct Options: ComponentOptions {
        var cells = [64, 64]
        var permeability: FieldSource<OverSpace>?
        var sample = 0
        var field = PermeabilityKind.threshold
        var values = [3.0, 12.0]
        var contrast: Double?
        var threshold = 0.0
        var exponent = 2.0
        var tau = 3.0
        var source: FieldSource<OverSpace> = "1"
        var residualLimit = 1e-6

        static let keys: [Key<Self>] = [
            Key("cells", \.cells, range: .atLeast(2), help: "cells along x, x and y, or x, y and z"),
            Key("permeability", \.permeability, unit: "1", help: "positive; drawn unless given"),
            Key(
                "sample", \.sample, range: .nonNegative, help: "which of the random permeabilities that the seed gives"),
            Key("field", \.field, help: "what becomes of the Gaussian field: two values, or its exponential"),
            Key("values", \.values, unit: "1", range: .positive, help: "permeability below and above the threshold"),
            Key(
                "contrast", \.contrast, unit: "1", range: .positive,
                help: "ratio of the two values; the upper one follows from it where it is given"),
            Key("threshold", \.threshold, unit: "1", help: "of the Gaussian field, for two values"),
            Key(
                "exponent", \.exponent, unit: "1", range: .closed(0, 20), help: "alpha of the field; larger is smoother"
            ),
            Key("tau", \.tau, unit: "1", range: .positive, help: "inverse length of the field"),
            Key("source", \.source, unit: "1", help: "right-hand side of the equation"),
            Key("residual_limit", \.residualLimit, unit: "1", range: .positive, help: BoxHelp.residualLimit),
        ]

        func conflicts() -> [OptionConflict] {
            BoxGrid.conflicts(cells: cells, lengths: nil, walls: PerAxis(.dirichlet))
                + Permeability.conflicts(values: values)
        }
    }

    static let info = ComponentInfo(
        "darcy", "Flow through a porous box whose permeability jumps",
        references: [.fourierNeuralOperator, .pragerSynge])
    static let offers: [StatementKind] = [.diffusionSystem]

    var options = Options()
    let memory = PosedMemory()

    private func grid() throws -> BoxGrid {
        try BoxGrid(cells: options.cells, lengths: nil, walls: PerAxis(.dirichlet))
    }

    private static func velocityNames(_ grid: BoxGrid) -> [String] {
        grid.sides.reversed().map { "velocity_\($0.name)" }
    }

    func extent() throws -> ProblemExtent {
        let grid = try grid()
        return grid.extent(fields: ["u", "a"] + Self.velocityNames(grid), coefficients: 2 * grid.sides.count + 10)
    }

    func system(_ run: RunContext) throws -> any LinearSystem {
        let grid = try grid()
        return try pose(permeability(on: grid, run), on: grid, run)
    }

    /// Poses the flow through a permeability at all points.
    ///
    /// - Parameter source: at the unknowns; that of the options unless given.
    func pose(
        _ permeability: Tensor<Double>, source: Tensor<Double>? = nil, on grid: BoxGrid, _ run: RunContext
    ) throws -> any LinearSystem {
        let a = PointValues(permeability)
        memory.coefficient = a
        let source = try source ?? grid.unknownValues(of: options.source, run)
        let coefficient = try Field("a", axes: grid.pointAxes, permeability, longName: "permeability")
        return try memory.pose(
            BoxDiscretization(
                grid, coefficients: grid.sides.map { _ in a }, mean: .harmonic, reaction: .constant(0),
                source: source, boundary: BoundaryData(zeroOn: grid)),
            given: [
                coefficient,
                Field("source", axes: grid.pointAxes, grid.points(of: source), longName: "right-hand side"),
            ], coefficients: [coefficient], run)
    }

    private func permeability(on grid: BoxGrid, _ run: RunContext) throws -> Tensor<Double> {
        var values = Tensor<Double>(shape: grid.pointShape)
        if let source = options.permeability {
            try source.sampler(on: grid.pointAxes, run).sample(at: 0, into: &values)
            try PointValues(values).requirePositive("permeability", on: grid)
            return values
        }
        var field = try GaussianField(
            shape: grid.pointShape, .nodes, exponent: options.exponent, inverseLength: options.tau)
        var random = run.sharedRandom("sample", index: options.sample)
        try field.draw(&random, into: &values)
        let low = options.values[0]
        let permeability = Permeability(
            kind: options.field, threshold: options.threshold, low: low,
            high: options.contrast.map { low * $0 } ?? options.values[1])
        try permeability.apply(to: &values)
        return values
    }

    func fields(of solution: Tensor<Double>) throws -> [Field] {
        let posed = try memory.recall()
        let axes = posed.grid.pointAxes
        let u = posed.values(of: solution)
        let a = (memory.coefficient ?? .constant(1)).tensor(shape: posed.grid.pointShape)
        var fields = [
            try Field("u", axes: axes, u, longName: "pressure"),
            try Field("a", axes: axes, a, longName: "permeability"),
        ]
        for (axis, side) in posed.grid.sides.enumerated().reversed() {
            fields.append(
                try Field(
                    "velocity_\(side.name)", axes: axes, posed.grid.velocity(of: u, permeability: a, axis: axis),
                    longName: "velocity along \(side.name)"))
        }
        return fields
    }

    func certificate(of solution: Tensor<Double>, _ system: any LinearSystem) throws -> Certificate {
        try memory.recall().certificate(of: solution, limit: options.residualLimit)
    }

    var metricNames: [String]? {
        (try? grid()).map {
            PosedDiffusion.metricNames(axes: $0.sides.count, hasExact: false, isSingular: false) + EnergyBound.names
        }
    }

    func metrics(of solution: Tensor<Double>) throws -> [Metric] {
        let posed = try memory.recall()
        let bound = EnergyBound(
            posed, of: posed.values(of: solution), solution: solution,
            a: (memory.coefficient ?? .constant(1)).tensor(shape: posed.grid.pointShape))
        return try posed.metrics(of: solution, exact: nil)
            + zip(EnergyBound.names, [bound.value, bound.relative]).map { Metric($0, $1) }
    }
}
