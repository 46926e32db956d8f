import Ansatz

/// Runs a method of a `solve` stage whose problem has one answer.
struct SolveRunner {
    let task: MethodTask

    func run(_ decision: ResultFolder.Decision) throws { try task.attempt(decision, solve) }

    private func solve(_ attempt: MethodTask.Attempt) throws {
        guard let component = attempt.component, var problem = try task.method.subject.make() as? any StationaryProblem
        else {
            throw RunFailure(
                "problem '\(task.method.subject.entry.info.name)' has no single answer", help: "use 'integrate'")
        }
        let context = task.context(saved: nil)
        try problem.prepare(context)
        let system = try problem.system(context)
        var solution = Tensor<Double>(shape: system.shape)
        let solver = try context.bind(ComponentChoice(component))
        let watch = Stopwatch()
        let report = try solver.solve(system, into: &solution)
        let seconds = watch.seconds
        if let index = solution.firstNonFinite {
            throw CertificateFailure(
                "'\(component.entry.info.name)' returned an answer that is not finite at index \(index)",
                help: "check the data, use another solver, or name a fallback")
        }
        let certificate = try problem.certificate(of: solution, system)
        guard certificate.isValid else {
            throw CertificateFailure(certificate, method: "'\(component.entry.info.name)'")
        }
        try task.write(
            try problem.fields(of: solution), series: try Self.history(report.history),
            usesFallback: attempt.isFallback)
        let metrics = [
            Metric("total_iterations", Double(report.iterations)), Metric("total_work", report.work ?? 0),
            Metric("worst_residual", certificate.checks.map(\.value).max() ?? .nan),
        ]
        try task.publish(
            metrics + report.counts.sorted { $0.key < $1.key }.map { Metric($0.key, Double($0.value)) }
                + report.figures.sorted { $0.key < $1.key }.map { Metric($0.key, $0.value) }
                + (try problem.metrics(of: solution)), certificate: certificate, seconds: seconds,
            usesFallback: attempt.isFallback)
    }

    /// The relative residual at the start and after each iteration, by the solver's own account.
    private static func history(_ residuals: [Double]) throws -> [Field] {
        guard !residuals.isEmpty else { return [] }
        let iterations = Axis(
            "iteration", .uniform(first: 0, spacing: 1, count: residuals.count), longName: "number of the iteration",
            role: .component)
        return [
            try Field(
                "iteration_residual", axes: [iterations], Tensor(residuals),
                longName: "relative residual after each iteration, by the solver's own account")
        ]
    }
}
