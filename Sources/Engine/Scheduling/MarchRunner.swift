import Ansatz

/// Runs a method of an `integrate` stage: marches the state, checks every step, writes frames, saves and resumes.
struct MarchRunner {
    let task: MethodTask

    func run(_ decision: ResultFolder.Decision) throws { try task.attempt(decision, march) }

    private func march(_ attempt: MethodTask.Attempt) throws {
        guard let integrator = try attempt.component?.make() as? any Integrator,
            var problem = try task.method.subject.make() as? any TransientProblem
        else {
            throw RunFailure(
                "problem '\(task.method.subject.entry.info.name)' can't be integrated", help: "use 'solve'")
        }
        let context = task.context(saved: attempt.saved)
        try problem.prepare(context)
        let march = try StateMarch(task: task, problem: problem, context: context)
        try march.run(integrator, attempt)
    }
}
