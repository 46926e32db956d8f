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
    private let isFallback: Bool
    private let march: March
    private var state: Tensor<Double>
    private var done = 0
    private var iterations = 0
    private var work = 0.0
    private var worst = StepDefect(value: 0, step: 0)
    private var series = StepHistory()

    init(task: MethodTask, problem: any TransientProblem, context: RunContext, isFallback: Bool) throws {
        self.task = task
        self.problem = problem
        self.context = context
        self.isFallback = isFallback
        march = problem.march
        evolution = try problem.evolution(context)
        state = try evolution.initialState()
    }

    func run(_ prototype: some Integrator, saved: Checkpoint?, isExtension: Bool) throws {
        var integrator = prototype
        try integrator.prepare(context)
        if let saved { integrator = try restore(saved, integrator) }
        try check(state, after: done)
        let recorder = try FrameRecorder(
            folder: task.folder.part, leading: DatasetLayout.Leading("time", unit: "1", longName: "time", role: .time),
            template: try problem.fields(of: state, at: march.time(done)), output: task.output,
            cursor: isExtension ? nil : saved?.spool, threads: task.threads)
        let earlier = saved?.seconds ?? 0
        if isExtension {
            // Frames stand at multiples of the interval; the one at the old end is there only where it falls on one.
            let frames = task.output.every.map { done / $0 + 1 } ?? 1
            try recorder.refill(from: task.folder.path + "/" + ResultFolder.resultFile, frames: frames)
            try save(integrator, recorder, seconds: earlier)
        }
        var meter = ProgressMeter(task, done: done, total: march.count, unit: "steps")
        try advance(&integrator, recorder, &meter, secondsBefore: earlier)
        try finish(integrator, recorder, seconds: earlier + meter.seconds)
    }

    private func advance<I: Integrator>(
        _ integrator: inout I, _ recorder: FrameRecorder, _ meter: inout ProgressMeter, secondsBefore: Double
    ) throws {
        guard let statement = evolution as? I.Statement else {
            throw ComputationError.unsuitable(
                "integrator '\(I.info.name)' takes \(I.takes), which this problem does not offer", help: nil)
        }
        let scheme = integrator.scheme
        var old = state
        if done == 0 && recorder.frameCount == 0 { try record(recorder) }
        while done < march.count {
            state.withBuffer { state in old.withMutableBuffer { _ = $0.update(fromContentsOf: state) } }
            let time = march.time(done)
            let report: StepReport
            do {
                report = try integrator.advance(&state, of: statement, time: time, step: march.step, context)
            } catch let error as ComputationError where error != .cancelled {
                throw StepFailure(error, step: done + 1, time: time)
            }
            try checkUsable(report, by: I.info.name, shape: old.shape, time: time)
            let defect = try evolution.defect(of: state, from: old, time: time, step: march.step, scheme: scheme)
            done += 1
            iterations += report.iterations
            work += report.work
            guard let defect else {
                throw ComputationError.unsuitable(
                    "the problem has no check for steps of integrator '\(I.info.name)', so its result would have no "
                        + "certificate", help: "use an integrator whose scheme the problem can check")
            }
            try judge(defect, of: I.info.name)
            series.append(report, residual: defect, tuned: context)
            if done == march.count || task.output.every.map({ done.isMultiple(of: $0) }) ?? false {
                try record(recorder)
            }
            let isDue = meter.advance(to: done)
            if Interruption.isRequested && done < march.count {
                try save(integrator, recorder, seconds: secondsBefore + meter.seconds)
                throw ComputationError.cancelled
            }
            if isDue { try save(integrator, recorder, seconds: secondsBefore + meter.seconds) }
        }
    }

    /// Throws where nothing could be computed from what the integrator named `name` left behind.
    private func checkUsable(_ report: StepReport, by name: String, shape: [Int], time: Double) throws {
        let fault: String
        if state.shape != shape {
            fault = "left a state of shape \(state.shape), which was \(shape)"
        } else if report.iterations < 0 || iterations.addingReportingOverflow(report.iterations).overflow
            || !(report.work >= 0)
        {
            fault = "says that it took \(report.iterations) iterations and \(report.work) operations"
        } else {
            return
        }
        throw CertificateFailure(
            "step \(done + 1) (t = \(time)): integrator '\(name)' \(fault)",
            help: "this is a fault of the integrator: use another one, or name a fallback")
    }

    /// Keeps the worst defect, and stops where the problem's certificate does not accept it.
    private func judge(_ defect: Double, of integrator: String) throws {
        if defect <= worst.value { return }
        worst = StepDefect(value: defect, step: done)
        let certificate = try problem.certificate(of: state, worstDefect: worst)
        if certificate.isValid { return }
        try check(state, after: done)
        var failure = CertificateFailure(
            certificate, method: "step \(done) (t = \(march.time(done))) by '\(integrator)'")
        failure.help = "the method claimed to have solved this step; \(failure.help ?? "")"
        throw failure
    }

    /// Throws where a state holds something that is not a finite number.
    private func check(_ state: Tensor<Double>, after step: Int) throws {
        guard let index = state.firstNonFinite else { return }
        let place = index.map(String.init).joined(separator: ", ")
        throw CertificateFailure(
            "the state is not finite at index [\(place)] after step \(step)",
            help: step == 0 ? "check the initial data" : "check the data, try a smaller step, or another method")
    }

    private func record(_ recorder: FrameRecorder) throws {
        let time = march.time(done)
        try recorder.record(try problem.fields(of: state, at: time), at: time)
    }

    private func checkpoint(
        _ integrator: some Integrator, _ cursor: FrameSpool.Cursor, seconds: Double
    ) throws -> Checkpoint {
        Checkpoint(
            done: done, seconds: seconds, state: state, history: series.stored,
            iterations: iterations, work: work, worstDefect: worst.value, worstStep: worst.step,
            methodState: try (integrator as? any Resumable)?.encodedState(), boundStates: try context.snapshots(),
            spool: cursor, usesFallback: isFallback)
    }

    private func save(_ integrator: some Integrator, _ recorder: FrameRecorder, seconds: Double) throws {
        try task.checkpointFile.write(try checkpoint(integrator, try recorder.synchronize(), seconds: seconds))
        task.events.send(.checkpoint(place: task.place, done: done))
    }

    private func restore<I: Integrator>(_ saved: Checkpoint, _ integrator: I) throws -> I {
        guard let savedState = saved.state, savedState.shape == state.shape else {
            throw RunFailure(
                "the checkpoint of '\(task.place)' holds a state of another shape", help: "remove its folder")
        }
        state = savedState
        done = saved.done
        iterations = saved.iterations
        work = saved.work
        worst = StepDefect(value: saved.worstDefect, step: saved.worstStep)
        series = StepHistory(saved.history)
        guard let methodState = saved.methodState, var resumable = integrator as? any Resumable else {
            return integrator
        }
        try resumable.restore(encoded: methodState)
        return resumable as? I ?? integrator
    }

    private func finish(_ integrator: some Integrator, _ recorder: FrameRecorder, seconds: Double) throws {
        let certificate = try problem.certificate(of: state, worstDefect: worst)
        guard certificate.isValid else { throw CertificateFailure(certificate, method: "the march") }
        // What a later extension goes on from.
        try task.checkpointFile.write(try checkpoint(integrator, try recorder.synchronize(), seconds: seconds))
        let series = try series.fields(count: done)
        try recorder.assemble(
            to: task.folder.part + "/" + ResultFolder.resultFile, attributes: task.attributes(usesFallback: isFallback),
            constants: series)
        let metrics = [
            Metric("steps", Double(done)), Metric("total_iterations", Double(iterations)),
            Metric("total_work", work), Metric("worst_residual", worst.value),
            Metric("worst_step", Double(worst.step)),
        ]
        let trials = context.trialIterations
        try task.publish(
            metrics + (trials > 0 ? [Metric("trial_iterations", Double(trials))] : []) + (try problem.metrics(of: state, at: march.time(done))), certificate: certificate,
            seconds: seconds, usesFallback: isFallback)
    }
}

/// An error of a method, with the step in which it happened.
struct StepFailure: Error, CustomStringConvertible {
    let error: ComputationError
    let step: Int
    let time: Double

    init(_ error: ComputationError, step: Int, time: Double) {
        self.error = error
        self.step = step
        self.time = time
    }

    var description: String { "step \(step) (t = \(time)): \(error)" }
    var help: String? { error.help }
}
