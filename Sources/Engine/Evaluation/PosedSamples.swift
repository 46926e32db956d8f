import Ansatz

/// The problem that samples are of, posed by one after the other: what judges predictions without knowing the truth.
final class PosedSamples {
    private var problem: any SampledProblem
    private let solver: BoundSolver?
    private let run: RunContext

    /// - Throws: ``RunFailure`` for a problem that can't be posed by samples.
    init(_ problem: ConfiguredComponent, solver: ConfiguredComponent?, _ run: RunContext) throws {
        guard var made = try problem.make() as? any SampledProblem else {
            throw RunFailure(
                "problem '\(problem.entry.info.name)' can't be posed by the fields of a sample",
                help: "leave 'problem' out: predictions then have no certificate")
        }
        try made.prepare(run)
        self.problem = made
        self.run = run
        self.solver = try solver.map { try run.bind(ComponentChoice($0)) }
    }

    /// A sample's system, with what it says of fields on it.
    struct Posed {
        let system: any LinearSystem
        fileprivate let problem: any SampledProblem

        func unknowns(of field: Field) throws -> Tensor<Double> { try problem.unknowns(of: field) }
    }

    func pose(_ inputs: [Field]) throws -> Posed {
        Posed(system: try problem.pose(inputs, run), problem: problem)
    }

    /// Judges a prediction, with the solver's answer where there is a solver, else with the prediction's own flux.
    func certify(_ prediction: Field, of inputs: [Field]) throws -> PredictionCertificate {
        let posed = try pose(inputs)
        var solution = try posed.unknowns(of: prediction)
        if let solver { _ = try solver.solve(posed.system, into: &solution) }
        return try problem.certify(prediction, with: solution)
    }

    /// The place of the problem's solution among the outputs of a model: by name, or the only one.
    ///
    /// - Parameter inputs: of any sample.
    func output(among names: [String], inputs: [Field]) throws -> Int {
        if names.count == 1 { return 0 }
        let posed = try pose(inputs)
        let own = try problem.fields(of: Tensor(shape: posed.system.shape)).map(\.name)
        guard let index = names.firstIndex(where: own.contains) else {
            throw RunFailure(
                "none of the model's outputs \(Suggestion.list(names)) is a field of the problem, which has "
                    + Suggestion.list(own), help: "name the problem's solution alike in the samples")
        }
        return index
    }
}
