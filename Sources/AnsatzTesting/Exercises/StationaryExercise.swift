import Ansatz

/// A problem with one answer: posed, solved by the suite's solver, judged by itself.
struct StationaryExercise: Exercise {
    let problem: any StationaryProblem
    let system: any LinearSystem
    private let run: RunContext
    let calls = 1

    init(_ component: ConfiguredComponent, _ run: RunContext) throws {
        guard var problem = try component.make() as? any StationaryProblem else {
            throw ContractViolation("it is no stationary problem")
        }
        try problem.prepare(run)
        try problem.extent().checkWorkLimit()
        system = try problem.system(run)
        self.problem = problem
        self.run = run
    }

    /// The answer, to rounding.
    func answer() throws -> Tensor<Double> {
        var solution = Tensor<Double>(shape: system.shape)
        var solver = ModelSolver()
        _ = try solver.solve(system, into: &solution, run)
        return solution
    }

    mutating func call(_ index: Int) throws -> Outcome {
        let solution = try answer()
        return Outcome(
            arrays: [("the solution", solution)] + (try problem.fields(of: solution).map { ($0.name, $0.doubles) }),
            numbers: try problem.metrics(of: solution).map { ("the metric \($0.name)", $0.value) },
            checks: try problem.certificate(of: solution, system).checks)
    }

    func saved() throws -> SavedWork { SavedWork() }
}

extension ProblemExtent {
    /// Throws where the work is more than tests should do.
    func checkWorkLimit() throws {
        guard unknowns < WorkLimit.unknowns, memory < WorkLimit.bytes else {
            throw ComputationError.tooLarge("\(unknowns) unknowns and \(memory) bytes are more than tests can hold")
        }
    }
}
