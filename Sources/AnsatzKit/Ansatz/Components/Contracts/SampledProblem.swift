/// A stationary problem that can be posed by the fields of a sample, in place of its own options: flow through the
/// permeability that a model was given. So a classical method can judge a prediction, and answer where it fails.
///
/// ```swift
/// let system = try problem.pose([permeability], run)          // any number of times
/// var x = try problem.unknowns(of: prediction)                // where a solver would start
/// _ = try solver.solve(system, into: &x)                      // to any tolerance
/// let certificate = try problem.certify(prediction, with: x)
/// ```
///
/// Fields of samples and predictions are values at points of a box. Points on the walls are expected; where the outermost
/// points are one spacing inside, the walls are put there. What a prediction says on walls with given values is
/// replaced by these (projection), and how far it was from them is part of the certificate.
public protocol SampledProblem: StationaryProblem {
    /// The names of the fields that a sample must give: `a`. A sample that gives one field where one is needed may call it
    /// anything.
    static var givenNames: [String] { get }

    /// Poses the problem with these fields on their grid. The questions of ``StationaryProblem`` are then about it.
    ///
    /// - Parameter given: those of ``givenNames``, in any order (see ``arrange(_:)``), and whatever else a sample has: a
    ///   source, say, which takes the place of an option where the problem says so.
    /// - Throws: ``ComputationError/badInput(_:help:)`` for fields that are missing or not allowed, and grids that this
    ///   problem does not have.
    mutating func pose(_ given: [Field], _ run: RunContext) throws -> any LinearSystem

    /// The fields that the problem was posed with, by ``pose(_:_:)`` or its options, at all points: what a model is
    /// given.
    func given() throws -> [Field]

    /// A prediction at the unknowns of the system, which may lack the points on the walls.
    ///
    /// - Throws: ``ComputationError/badInput(_:help:)`` for a prediction on another grid.
    func unknowns(of prediction: Field) throws -> Tensor<Double>

    /// Judges a prediction.
    ///
    /// - Parameter solution: an answer of the system, of whatever quality: its flux is what the bound compares the
    ///   prediction with, and what it misses is part of the bound. A poor one makes a larger bound, never a wrong one.
    func certify(_ prediction: Field, with solution: Tensor<Double>) throws -> PredictionCertificate
}

extension SampledProblem {
    /// The fields of a sample in the order of ``givenNames``: by name, or the only one.
    ///
    /// - Throws: ``ComputationError/badInput(_:help:)`` where one is missing.
    public static func arrange(_ fields: [Field]) throws -> [Field] {
        if fields.count == 1, givenNames.count == 1 { return fields }
        return try givenNames.map { name in
            if let field = fields.first(where: { $0.name == name }) { return field }
            throw ComputationError.badInput(
                "problem '\(info.name)' needs the field '\(name)', which a sample of "
                    + "\(Suggestion.list(fields.map(\.name))) lacks",
                help: "its fields are \(Suggestion.list(givenNames)); name the variables so")
        }
    }
}

/// What a problem finds out about a prediction without knowing the solution.
public struct PredictionCertificate: Hashable, Sendable, Codable {
    /// ‖b − A x‖₂ / ‖b‖₂ of the discrete equations, x the prediction at the unknowns.
    public var residual: Double
    /// The largest distance from the given values on the walls, relative to the prediction's largest magnitude.
    public var wallError: Double
    /// ‖a^(1/2) ∇(u − w)‖, w the prediction with the given values on the walls and u the exact solution, at most; `nil`
    /// where the problem has no such bound.
    public var energyBound: Double?
    /// The same relative to ‖a^(1/2) ∇w‖.
    public var relativeEnergyBound: Double?

    public init(residual: Double, wallError: Double, energyBound: Double? = nil, relativeEnergyBound: Double? = nil) {
        self.residual = residual
        self.wallError = wallError
        self.energyBound = energyBound
        self.relativeEnergyBound = relativeEnergyBound
    }

    /// The names of ``metrics``.
    public static let metricNames = [
        "residual", "wall_error", "energy_error_bound", "relative_energy_error_bound",
    ]

    /// Those that are known, for tables.
    public var metrics: [Metric] {
        zip(Self.metricNames, [residual, wallError, energyBound, relativeEnergyBound]).compactMap { name, value in
            value.map { Metric(name, $0) }
        }
    }
}
