import Ansatz
import Foundation

/// What the steps of a march and the instances of a sequence have in common: each has iterations and a residual, some
/// are written as frames, and the state between any two can be saved.
final class RecordedLoop {
    /// What is repeated.
    struct Extent {
        /// For progress lines: "steps".
        var unit: String
        /// One of them: "step".
        var name: String
        var count: Int
        /// The number of the first that has a frame.
        var firstFrame: Int
        /// The dimension of frames.
        var leading: DatasetLayout.Leading
    }

    /// What a method has to save of its own.
    struct Snapshot {
        var state: Tensor<Double>?
        var method: Data?
    }

    /// The number of those done, which is the number of the latest.
    private(set) var done = 0
    private var iterations = 0
    private var work = 0.0
    private(set) var worst = StepDefect(value: 0, step: 0)
    private var series = StepHistory()
    private let task: MethodTask
    private let context: RunContext
    private let isFallback: Bool
    private let extent: Extent
    private let recorder: FrameRecorder
    private var meter: ProgressMeter
    private let earlierSeconds: Double

    /// - Parameter template: the fields of any frame, for their axes and units.
    init(
        _ extent: Extent, _ attempt: MethodTask.Attempt, task: MethodTask, context: RunContext, template: [Field]
    ) throws {
        self.extent = extent
        self.task = task
        self.context = context
        isFallback = attempt.isFallback
        earlierSeconds = attempt.saved?.seconds ?? 0
        if let saved = attempt.saved {
            done = saved.done
            iterations = saved.iterations
            work = saved.work
            worst = StepDefect(value: saved.worstDefect, step: saved.worstStep)
            series = StepHistory(saved.history)
        }
        recorder = try FrameRecorder(
            folder: task.folder.part, leading: extent.leading, template: template, output: task.output,
            cursor: attempt.isExtension ? nil : attempt.saved?.spool, threads: task.threads)
        if attempt.isExtension {
            // The first frame, and one at each multiple of the interval; the one at the old end only where it falls on one.
            let (end, first) = (done, extent.firstFrame)
            let frames = task.output.every.map { end / $0 + ($0 == first ? 0 : 1) } ?? 1
            try recorder.refill(from: task.folder.path + "/" + ResultFolder.resultFile, frames: frames)
        }
        meter = ProgressMeter(task, done: done, total: extent.count, unit: extent.unit)
        task.warnOfTimedTuners(context)
    }

    var isFinished: Bool { done >= extent.count }

    private var seconds: Double { earlierSeconds + meter.seconds }

    /// Whether the latest is written.
    var isFrameDue: Bool {
        if done == extent.firstFrame { return recorder.frameCount == 0 }
        return done == extent.count || task.output.every.map { done.isMultiple(of: $0) } ?? false
    }

    func record(_ fields: [Field], at coordinate: Double) throws { try recorder.record(fields, at: coordinate) }

    /// What is wrong with a method's counts; `nil` where nothing is.
    func fault(of report: StepReport) -> String? {
        let isPossible =
            report.iterations >= 0 && report.work >= 0
            && !iterations.addingReportingOverflow(report.iterations).overflow
        return isPossible
            ? nil : "says that it took \(report.iterations) iterations and \(report.work) operations"
    }

    /// Counts one more, and stops where the problem's certificate does not accept its residual.
    ///
    /// - Parameters:
    ///   - place: which it is and whose, for the error.
    ///   - check: throws where the answer is not finite, which tells more than its residual.
    func add(
        _ report: StepReport, residual: Double, certificate: (StepDefect) throws -> Certificate,
        place: @autoclosure () -> String, check: () throws -> Void
    ) throws {
        done += 1
        iterations += report.iterations
        work += report.work
        if !(residual <= worst.value) {
            worst = StepDefect(value: residual, step: done)
            let certificate = try certificate(worst)
            if !certificate.isValid {
                try check()
                var failure = CertificateFailure(certificate, method: place())
                failure.help = "the method claimed to have solved this \(extent.name); \(failure.help ?? "")"
                throw failure
            }
        }
        series.append(report, residual: residual, tuned: context)
    }

    /// Reports progress, saves where that is due, and stops where the user asked for it.
    func saveWhereDue(_ snapshot: () throws -> Snapshot) throws {
        let isDue = meter.advance(to: done)
        let stops = Interruption.isRequested && !isFinished
        if isDue || stops { try save(snapshot()) }
        if stops { throw ComputationError.cancelled }
    }

    func save(_ snapshot: Snapshot) throws {
        try write(snapshot)
        task.events.send(.checkpoint(place: task.place, done: done))
    }

    private func write(_ snapshot: Snapshot) throws {
        try task.checkpointFile.write(
            Checkpoint(
                done: done, seconds: seconds, state: snapshot.state, history: series.stored, iterations: iterations,
                work: work, worstDefect: worst.value, worstStep: worst.step, methodState: snapshot.method,
                boundStates: try context.snapshots(), spool: try recorder.synchronize(), usesFallback: isFallback))
    }

    /// Publishes the result.
    ///
    /// - Parameter metrics: the problem's own.
    func finish(_ snapshot: Snapshot, certificate: Certificate, metrics: [Metric]) throws {
        guard certificate.isValid else {
            throw CertificateFailure(certificate, method: "all \(extent.unit) together")
        }
        // What a later extension goes on from.
        try write(snapshot)
        try recorder.assemble(
            to: task.folder.part + "/" + ResultFolder.resultFile, attributes: task.attributes(usesFallback: isFallback),
            constants: try series.fields(count: done, tuned: context))
        let counts = [
            Metric(extent.unit, Double(done)), Metric("total_iterations", Double(iterations)),
            Metric("total_work", work), Metric("worst_residual", worst.value),
            Metric("worst_\(extent.name)", Double(worst.step)),
        ]
        let trials = context.trialIterations
        try task.publish(
            counts + (trials > 0 ? [Metric("trial_iterations", Double(trials))] : []) + metrics,
            certificate: certificate, seconds: seconds, usesFallback: isFallback)
    }
}
