import Ansatz

/// A sequence of systems: the first instances, solved by the suite's solver, judged by the problem.
struct SequenceExercise: Exercise {
    let problem: any SequenceProblem
    private let run: RunContext
    let calls: Int

    init(_ component: ConfiguredComponent, _ run: RunContext) throws {
        guard var problem = try component.make() as? any SequenceProblem else {
            throw ContractViolation("it is no sequence of systems")
        }
        try problem.prepare(run)
        try problem.extent().checkWorkLimit()
        self.problem = problem
        self.run = run
        calls = min(4, max(problem.instanceCount, 0))
    }

    func system(_ index: Int) throws -> any LinearSystem {
        var random = run.sharedRandom("instance", index: index)
        return try problem.system(index, &random, run)
    }

    /// The solution of an instance, to rounding.
    func answer(to system: any LinearSystem, _ index: Int) throws -> Tensor<Double> {
        var solution = try problem.start(of: system, index)
        guard solution.shape == system.shape else {
            throw ContractViolation(
                "the start of instance \(index + 1) has shape \(solution.shape), its system \(system.shape)")
        }
        var solver = ModelSolver()
        _ = try solver.solve(system, into: &solution, run)
        return solution
    }

    mutating func call(_ index: Int) throws -> Outcome {
        let system = try system(index)
        let solution = try answer(to: system, index)
        let residual = StepDefect(value: system.relativeResidual(of: solution), step: index + 1)
        return Outcome(
            arrays: [("the right-hand side", system.rightHandSide), ("the solution", solution)]
                + (try problem.fields(of: solution, index).map { ($0.name, $0.doubles) }),
            numbers: [],
            checks: try problem.certificate(worstResidual: residual).checks)
    }

    func saved() throws -> SavedWork { SavedWork() }
}
