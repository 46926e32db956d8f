import Ansatz
import Foundation

/// The loop of an `integrate` stage.
///
/// After each step the problem checks with its own arithmetic that the step fulfils the integrator's scheme; a step that
/// does not stops the march at once.
final class StateMarch {
    private let task: MethodTask
    private let problem: any TransientProblem
    private let evolution: any EvolutionProblem
    private let context: RunContext
    private let march: March
    private var state: Tensor<Double>

    init(task: MethodTask, problem: any TransientProblem, context: RunContext) throws {
        self.task = task
        self.problem = problem
        self.context = context
        march = problem.march
        evolution = try problem.evolution(context)
        state = try evolution.initialState()
    }

    func run(_ prototype: some Integrator, _ attempt: MethodTask.Attempt) throws {
        var integrator = prototype
        try integrator.prepare(context)
        if let saved = attempt.saved { integrator = try restore(saved, integrator) }
        let done = attempt.saved?.done ?? 0
        try check(state, after: done)
        let extent = RecordedLoop.Extent(
            unit: "steps", name: "step", count: march.count, firstFrame: 0,
            leading: DatasetLayout.Leading("time", unit: "1", longName: "time", role: .time))
        let loop = try RecordedLoop(
            extent, attempt, task: task, context: context,
            template: try problem.fields(of: state, at: march.time(done)))
        if attempt.isExtension { try loop.save(snapshot(integrator)) }
        if done == 0 && loop.isFrameDue { try record(loop) }
        try advance(&integrator, loop)
        try loop.finish(
            snapshot(integrator), certificate: try problem.certificate(of: state, worstDefect: loop.worst),
            metrics: try problem.metrics(of: state, at: march.time(loop.done)))
    }

    private func advance<I: Integrator>(_ integrator: inout I, _ loop: RecordedLoop) throws {
        guard let statement = evolution as? I.Statement else {
            throw ComputationError.unsuitable(
                "integrator '\(I.info.name)' takes \(I.takes), which this problem does not offer", help: nil)
        }
        let scheme = integrator.scheme
        var old = state
        while !loop.isFinished {
            state.withBuffer { state in old.withMutableBuffer { _ = $0.update(fromContentsOf: state) } }
            let time = march.time(loop.done)
            func place() -> String { "step \(loop.done + 1) (t = \(time))" }
            let report: StepReport
            do {
                report = try integrator.advance(&state, of: statement, time: time, step: march.step, context)
            } catch let error as ComputationError where error != .cancelled {
                throw StepFailure(error: error, place: place())
            }
            let misshapen =
                state.shape == old.shape ? nil : "left a state of shape \(state.shape), which was \(old.shape)"
            if let fault = misshapen ?? loop.fault(of: report) {
                throw CertificateFailure(
                    "\(place()): integrator '\(I.info.name)' \(fault)",
                    help: "this is a fault of the integrator: use another one, or name a fallback")
            }
            let defect = try evolution.defect(of: state, from: old, time: time, step: march.step, scheme: scheme)
            guard let defect else {
                throw ComputationError.unsuitable(
                    "the problem has no check for steps of integrator '\(I.info.name)', so its result would have no "
                        + "certificate", help: "use an integrator whose scheme the problem can check")
            }
            try loop.add(
                report, residual: defect,
                certificate: { try problem.certificate(of: state, worstDefect: $0) },
                place: "step \(loop.done) (t = \(march.time(loop.done))) by '\(I.info.name)'",
                check: { try check(state, after: loop.done) })
            if loop.isFrameDue { try record(loop) }
            try loop.saveWhereDue { try snapshot(integrator) }
        }
    }

    /// Throws where a state holds something that is not a finite number.
    private func check(_ state: Tensor<Double>, after step: Int) throws {
        guard let index = state.firstNonFinite else { return }
        let place = index.map(String.init).joined(separator: ", ")
        throw CertificateFailure(
            "the state is not finite at index [\(place)] after step \(step)",
            help: step == 0 ? "check the initial data" : "check the data, try a smaller step, or another method")
    }

    private func record(_ loop: RecordedLoop) throws {
        let time = march.time(loop.done)
        try loop.record(try problem.fields(of: state, at: time), at: time)
    }

    private func snapshot(_ integrator: some Integrator) throws -> RecordedLoop.Snapshot {
        RecordedLoop.Snapshot(state: state, method: try (integrator as? any Resumable)?.encodedState())
    }

    private func restore<I: Integrator>(_ saved: Checkpoint, _ integrator: I) throws -> I {
        guard let savedState = saved.state, savedState.shape == state.shape else {
            throw RunFailure(
                "the checkpoint of '\(task.place)' holds a state of another shape", help: "remove its folder")
        }
        state = savedState
        guard let methodState = saved.methodState, var resumable = integrator as? any Resumable else {
            return integrator
        }
        try resumable.restore(encoded: methodState)
        return resumable as? I ?? integrator
    }
}
