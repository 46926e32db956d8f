import Ansatz

/// Runs a method of a `solve` stage whose problem is a sequence of linear systems: solves one after the other, has each
/// recompute its residual, writes the solutions of some, saves and resumes.
struct SequenceRunner {
    let task: MethodTask

    func run(_ decision: ResultFolder.Decision) throws { try task.attempt(decision, solve) }

    private func solve(_ attempt: MethodTask.Attempt) throws {
        guard let component = attempt.component, var problem = try task.method.subject.make() as? any SequenceProblem
        else { throw RunFailure("problem '\(task.method.subject.entry.info.name)' is no sequence of systems") }
        let context = task.context(saved: attempt.saved)
        try problem.prepare(context)
        let solver = try context.bind(ComponentChoice(component))
        let shape = try system(0, of: problem, context).shape
        let extent = RecordedLoop.Extent(
            unit: "instances", name: "instance", count: problem.instanceCount, firstFrame: 1,
            leading: DatasetLayout.Leading("instance", longName: "number of the instance", role: .sample))
        let loop = try RecordedLoop(
            extent, attempt, task: task, context: context,
            template: try problem.fields(of: Tensor(shape: shape), 0))
        // All that changes is in the solver and its tuners, which the context saves.
        let nothing = RecordedLoop.Snapshot()
        if attempt.isExtension { try loop.save(nothing) }
        while !loop.isFinished {
            let solution = try step(loop, of: problem, shape: shape, by: solver, context)
            if loop.isFrameDue {
                try loop.record(try problem.fields(of: solution, loop.done - 1), at: Double(loop.done))
            }
            try loop.saveWhereDue { nothing }
        }
        try loop.finish(nothing, certificate: try problem.certificate(worstResidual: loop.worst), metrics: [])
    }

    /// Solves the next instance, and checks the solution.
    private func step(
        _ loop: RecordedLoop, of problem: any SequenceProblem, shape: [Int], by solver: BoundSolver,
        _ context: RunContext
    ) throws -> Tensor<Double> {
        let place = "instance \(loop.done + 1)"
        let system = try system(loop.done, of: problem, context)
        guard system.shape == shape else {
            throw RunFailure(
                "\(place) has a system of shape \(system.shape), the first has \(shape)",
                help: "this is a fault of the problem '\(task.method.subject.entry.info.name)'")
        }
        var solution = try problem.start(of: system, loop.done)
        let report: SolveReport
        do {
            report = try solver.solve(system, into: &solution)
        } catch let error as ComputationError where error != .cancelled {
            throw StepFailure(error: error, place: place)
        }
        try loop.add(
            StepReport(report), residual: system.relativeResidual(of: solution),
            certificate: problem.certificate(worstResidual:), place: "\(place) by '\(solver.name)'"
        ) {
            guard let index = solution.firstNonFinite else { return }
            throw CertificateFailure(
                "'\(solver.name)' returned an answer to \(place) that is not finite at index \(index)",
                help: "check the data, use another solver, or name a fallback")
        }
        return solution
    }

    private func system(
        _ index: Int, of problem: any SequenceProblem, _ context: RunContext
    ) throws -> any LinearSystem {
        var random = context.sharedRandom("instance", index: index)
        return try problem.system(index, &random, context)
    }
}
