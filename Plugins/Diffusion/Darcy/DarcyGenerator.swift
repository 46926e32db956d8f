import Ansatz

/// Pairs of a random permeability and the pressure of the flow through it, with zero pressure on the walls of the unit
/// box:
///
///     −∇·(a ∇u) = source,    u = 0 around,    a from a Gaussian random field (``GaussianField``).
///
/// Fields `a` and `u`. Each sample is drawn from its own random stream, and its residual is recomputed.
///
/// With `source_deviation` a Gaussian random field of that size is added to `source`, another one in each sample, and the
/// dataset has the field `source` between the two, 0 on the walls: what a model must know that shall precondition or
/// answer for any source. `a` stays the same.
///
/// Source: Z. Li et al., "Fourier Neural Operator for Parametric Partial Differential Equations", ICLR 2021.
struct DarcyGenerator: Generator {
    struct Options: ComponentOptions {
        var points = [85, 85]
        var convention = DarcyConvention.nodes
        var field = PermeabilityKind.threshold
        var values = [3.0, 12.0]
        var threshold = 0.0
        var exponent = 2.0
        var tau = 3.0
        var source: FieldSource<OverSpace> = "1"
        var sourceDeviation: Double?
        var sourceExponent = 2.0
        var sourceTau = 3.0
        var solver = ComponentChoice<any Solver>.standard(
            ["cg": ["preconditioner": "multigrid", "tolerance": 1e-10]])
        var residualLimit = 1e-8

        static let keys: [Key<Self>] = [
            Key("points", \.points, range: .atLeast(3), help: "values along x, y and z; one to three axes"),
            Key(
                "convention", \.convention,
                help: "nodes: right at walls and jumps; published: as the FNO data were made"),
            Key("field", \.field, help: "what becomes of the Gaussian field: two values, or its exponential"),
            Key("values", \.values, unit: "1", range: .positive, help: "permeability below and above the threshold"),
            Key("threshold", \.threshold, unit: "1", help: "of the Gaussian field, for two values"),
            Key(
                "exponent", \.exponent, unit: "1", range: .closed(0, 20), help: "alpha of the field; larger is smoother"
            ),
            Key("tau", \.tau, unit: "1", range: .positive, help: "inverse length of the field"),
            Key("source", \.source, unit: "1", help: "right-hand side of the equation"),
            Key(
                "source_deviation", \.sourceDeviation, unit: "1", range: .positive,
                help: "adds a Gaussian field of this root mean square to each sample's source, kept as 'source'"),
            Key(
                "source_exponent", \.sourceExponent, unit: "1", range: .closed(0, 20),
                help: "alpha of that field; 0 is white noise, like the residuals that a preconditioner sees"),
            Key("source_tau", \.sourceTau, unit: "1", range: .positive, help: "inverse length of that field"),
            Key("solver", \.solver, help: "solves the linear system of each sample"),
            Key(
                "residual_limit", \.residualLimit, unit: "1", range: .positive,
                help: "largest relative residual that a sample may have"),
        ]

        func conflicts() -> [OptionConflict] {
            var conflicts = Permeability.conflicts(values: values)
            if !(1...3).contains(points.count) {
                conflicts.append(
                    OptionConflict(
                        "points", "'points' needs one to three values, along x, y and z, and has \(points.count)"))
            }
            if convention == .published, points.count != 2 || points.contains(where: { $0 < 4 }) {
                conflicts.append(
                    OptionConflict(
                        "points", "the convention 'published' has two axes with at least 4 points each",
                        help: "give two values, or use the convention 'nodes'"))
            }
            if convention == .published, sourceDeviation != nil {
                conflicts.append(
                    OptionConflict(
                        "source_deviation", "the convention 'published' has one source for all samples",
                        help: "remove it, or use the convention 'nodes'"))
            }
            return conflicts
        }

        var randomSource: RandomSource? {
            sourceDeviation.map { RandomSource(deviation: $0, exponent: sourceExponent, tau: sourceTau) }
        }
    }

    static let info = ComponentInfo(
        "darcy", "Random permeabilities and the pressure of the flow through them", references: [.fourierNeuralOperator]
    )

    var options = Options()
    private var solver: BoundSolver?
    /// Made at the first sample.
    private var sampling: (any DarcySampling)?

    var residualLimit: Double { options.residualLimit }

    mutating func prepare(_ run: RunContext) throws {
        // A small system is solved before other threads are awake.
        let points = Tensor<Double>.elementCount(of: options.points) ?? .max
        solver = try run.bind(options.solver, threads: run.threads.paying(for: points))
    }

    private func grid() throws -> BoxGrid {
        try BoxGrid(cells: options.points.map { $0 - 1 }, lengths: nil, walls: PerAxis(.dirichlet))
    }

    func layout() throws -> [DatasetLayout.Variable] {
        let grid = try grid()
        let axes = options.convention == .nodes ? grid.pointAxes : PublishedDarcy.axes(of: grid)
        var variables = [
            DatasetLayout.Variable("a", axes: axes, longName: "permeability"),
            DatasetLayout.Variable("u", axes: axes, longName: "pressure"),
        ]
        if options.randomSource != nil {
            variables.insert(DatasetLayout.Variable("source", axes: axes, longName: "right-hand side"), at: 1)
        }
        return variables
    }

    mutating func sample(
        _ index: Int, _ random: inout RandomStream, _ run: RunContext
    ) throws -> GeneratedSample {
        guard let solver else { throw ComputationError.unsuitable("darcy was not prepared", help: nil) }
        var sampling = try sampling ?? makeSampling(run)
        // Held in one place only, its work space is not copied.
        self.sampling = nil
        defer { self.sampling = sampling }
        let sample = try sampling.sample(&random, solver, run)
        return GeneratedSample(
            values: [sample.permeability, sample.source, sample.pressure].compactMap { $0 }, residual: sample.residual)
    }

    private func makeSampling(_ run: RunContext) throws -> any DarcySampling {
        let permeability = Permeability(
            kind: options.field, threshold: options.threshold, low: options.values[0], high: options.values[1])
        let grid = try grid()
        switch options.convention {
        case .nodes:
            return try NodeDarcy(
                grid, permeability, exponent: options.exponent, tau: options.tau, source: options.source,
                random: options.randomSource, run)
        case .published:
            return try PublishedDarcy(
                grid, permeability, exponent: options.exponent, tau: options.tau, source: options.source, run)
        }
    }
}
