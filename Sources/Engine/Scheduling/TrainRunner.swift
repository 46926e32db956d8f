import Ansatz

/// Runs a method of a `train` stage: step by step, saves, resumes, writes the model and judges it.
struct TrainRunner {
    let task: MethodTask
    let request: TrainingRequest

    func run(_ decision: ResultFolder.Decision) throws { try task.attempt(decision, train) }

    private func train(_ attempt: MethodTask.Attempt) throws {
        let name = task.method.subject.entry.info.name
        guard var architecture = try task.method.subject.make() as? any TrainableOperator else {
            throw RunFailure("operator '\(name)' has no weights to train")
        }
        let context = task.context(saved: attempt.saved)
        try architecture.prepare(context)
        let samples = try request.on.open(context)
        let training = try Training(architecture, request.recipe, samples, task: samples.task, run: context)
        if let state = attempt.saved?.methodState { try training.restore(state) }
        let earlier = attempt.saved?.seconds ?? 0
        var meter = ProgressMeter(
            task, done: training.step, total: training.totalSteps, unit: "epochs", stepsPerUnit: training.stepsPerEpoch)
        var work = WorkDone(seconds: earlier, samples: attempt.saved?.iterations ?? 0)
        func save() throws {
            try task.checkpointFile.write(
                Checkpoint(
                    done: training.step, seconds: earlier + meter.seconds, iterations: work.samples,
                    methodState: try training.snapshot(), boundStates: try context.snapshots()))
            task.events.send(.checkpoint(place: task.place, done: training.step))
        }
        if attempt.isExtension { try save() }
        var note = ProgressNote(validation: training.history.last?.validationError)
        while !training.isFinished {
            let step = try advance(training)
            work.samples += step.samples
            note.take(step, seconds: meter.seconds)
            let isDue = meter.advance(to: training.step, note: note.text)
            let stops = Interruption.isRequested && !training.isFinished
            if isDue || stops { try save() }
            if stops { throw ComputationError.cancelled }
        }
        // What a later extension goes on from.
        try save()
        work.seconds = earlier + meter.seconds
        try publish(training, work, samples, context)
    }

    /// One step of the optimiser; an error of it says where training could be taken up again.
    private func advance(_ training: Training) throws -> TrainingStep {
        do {
            return try training.advance()
        } catch ComputationError.cancelled {
            throw ComputationError.cancelled
        } catch {
            var (message, help) = FailureText.of(error)
            if !(error is DivergedTraining) {
                message = "step \(training.step + 1) of epoch \(training.epoch + 1): \(message)"
            }
            let saved = task.checkpointFile.read().map { saved in
                let epoch = Double(saved.done) / Double(max(training.stepsPerEpoch, 1))
                return
                    "the last good checkpoint is of step \(saved.done) (epoch \(NumberFormat.significant(4).string(epoch))), "
                    + "in '\(task.checkpointFile.folder)'"
            }
            throw RunFailure(
                message,
                help: [help, saved ?? "no checkpoint had been written yet"].compactMap { $0 }.joined(separator: "; "))
        }
    }

    private func publish(
        _ training: Training, _ work: WorkDone, _ samples: SampleSet, _ context: RunContext
    ) throws {
        let path = task.folder.part + "/" + ResultFolder.resultFile
        try training.model().write(to: path, attributes: task.attributes(usesFallback: false))
        let model = try task.models.model(DatasetReader(path: path))
        let judgement = try TrainingJudgement(of: model, training, samples, context)
        let certificate = judgement.certificate
        guard certificate.isValid else {
            throw CertificateFailure(
                certificate, method: "the training",
                help: judgement.isFinite
                    ? "the model predicts something else from its file than it did in training: a fault of operator "
                        + "'\(model.name)', whose network must depend on its options, parameters and constants alone"
                    : "lower 'learning_rate', or set 'clip' to 1")
        }
        let outlook = TrainingOutlook(of: training)
        for remark in outlook.remarks { context.log(remark) }
        var metrics = [
            Metric("epochs", Double(training.history.count)), Metric("steps", Double(training.step)),
            Metric("parameters", Double(model.parameterCount)),
        ]
        if let last = training.history.last { metrics.append(Metric("training_loss", last.trainingLoss)) }
        if let error = judgement.validationError { metrics.append(Metric("validation_error", error)) }
        if let epoch = outlook.bestEpoch {
            metrics += [Metric("best_epoch", Double(epoch)), Metric("stopped_early", outlook.hasStoppedEarly ? 1 : 0)]
        }
        let rate = work.seconds > 0 ? Double(work.samples) / work.seconds : 0
        try task.publish(
            metrics, certificate: certificate, seconds: work.seconds, usesFallback: false,
            timings: [Metric("samples_per_second", rate)])
    }

    /// What all sessions of a training took.
    private struct WorkDone {
        var seconds: Double
        /// Samples that went through steps of the optimiser, repetitions counted.
        var samples: Int
    }
}

/// What the progress line of a training says: loss, validation error, samples a second.
struct ProgressNote {
    private var loss: Double?
    private var validation: Double?
    private var samples = 0
    private var seconds = 0.0

    init(validation: Double?) { self.validation = validation }

    mutating func take(_ step: TrainingStep, seconds: Double) {
        // Single batches differ by much; a few dozen steps show where it goes.
        loss = loss.map { 0.95 * $0 + 0.05 * step.loss } ?? step.loss
        validation = step.finishedEpoch?.validationError ?? validation
        samples += step.samples
        self.seconds = seconds
    }

    var text: String {
        func shown(_ value: Double) -> String { NumberFormat.significant(3).string(value) }
        let parts = [
            loss.map { "loss \(shown($0))" }, validation.map { "validation \(shown($0))" },
            seconds > 0 ? "\(shown(Double(samples) / seconds)) samples/s" : nil,
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
