import Ansatz

/// Runs a `generate` stage: draws sample after sample, checks each, saves and resumes.
struct GenerateRunner {
    let task: MethodTask
    let request: SampleRequest

    func run(_ decision: ResultFolder.Decision) throws { try task.attempt(decision, draw) }

    private func draw(_ attempt: MethodTask.Attempt) throws {
        let (saved, isExtension) = (attempt.saved, attempt.isExtension)
        guard var generator = try task.method.subject.make() as? any Generator else {
            throw RunFailure("'\(task.method.subject.entry.info.name)' is no generator")
        }
        let context = task.context(saved: saved)
        try generator.prepare(context)
        let template = try generator.layout().map { variable in
            try Field(
                variable.name, axes: variable.axes, Tensor<Double>(shape: variable.shape), unit: variable.unit,
                longName: variable.longName)
        }
        var marks = try [
            Field("residual", axes: [], Tensor<Double>(shape: []), longName: "relative residual of the sample"),
            Field("split", axes: [], Tensor<Double>(shape: []), longName: "part of the dataset"),
        ]
        marks[1].meanings = request.split.map(\.name)
        var output = task.output
        output.fields = output.fields.map { $0 + marks.map(\.name) }
        let recorder = try FrameRecorder(
            folder: task.folder.part, leading: .sample, template: template + marks, output: output,
            cursor: isExtension ? nil : saved?.spool, threads: task.threads)
        if isExtension {
            try recorder.refill(from: task.folder.path + "/" + ResultFolder.resultFile, frames: saved?.done ?? 0)
        }
        var meter = ProgressMeter(task, done: saved?.done ?? 0, total: request.count, unit: "samples")
        var worst = StepDefect(value: saved?.worstDefect ?? 0, step: saved?.worstStep ?? 0)
        let earlier = saved?.seconds ?? 0
        func checkpoint(_ done: Int) throws -> Checkpoint {
            Checkpoint(
                done: done, seconds: earlier + meter.seconds, state: nil, worstDefect: worst.value,
                worstStep: worst.step, boundStates: try context.snapshots(), spool: try recorder.synchronize())
        }
        if isExtension, let saved { try task.checkpointFile.write(try checkpoint(saved.done)) }
        for index in (saved?.done ?? 0)..<request.count {
            let sample = try draw(index, &generator, context, template)
            if sample.residual > worst.value { worst = StepDefect(value: sample.residual, step: index) }
            var fields = try zip(template, sample.values).map { field, value in
                try Field(field.name, axes: field.axes, value, unit: field.unit, longName: field.longName)
            }
            fields.append(try Field("residual", axes: [], Tensor([sample.residual], shape: [])))
            fields.append(try Field("split", axes: [], Tensor([Double(part(of: index))], shape: [])))
            try recorder.record(fields, at: Double(index))
            let isDue = meter.advance(to: index + 1)
            let stops = Interruption.isRequested && index + 1 < request.count
            if isDue || stops {
                try task.checkpointFile.write(try checkpoint(index + 1))
                task.events.send(.checkpoint(place: task.place, done: index + 1))
            }
            if stops { throw ComputationError.cancelled }
        }
        try task.checkpointFile.write(try checkpoint(request.count))
        try recorder.assemble(
            to: task.folder.part + "/" + ResultFolder.resultFile, attributes: task.attributes(usesFallback: false),
            constants: [])
        let certificate = Certificate([
            .init(
                "worst_residual", "largest relative residual of the samples, recomputed", value: worst.value,
                limit: generator.residualLimit)
        ])
        try task.publish(
            [
                Metric("samples", Double(request.count)), Metric("worst_residual", worst.value),
                Metric("worst_sample", Double(worst.step)),
            ], certificate: certificate, seconds: earlier + meter.seconds, usesFallback: false)
    }

    /// Draws a sample and refuses one that is not finite, not of the declared shape, or not solved.
    private func draw(
        _ index: Int, _ generator: inout any Generator, _ context: RunContext, _ template: [Field]
    ) throws -> GeneratedSample {
        var random = context.random("sample", index: index)
        let sample = try generator.sample(index, &random, context)
        guard sample.values.map(\.shape) == template.map(\.shape) else {
            throw CertificateFailure(
                "sample \(index) has shapes \(sample.values.map(\.shape)), declared were \(template.map(\.shape))")
        }
        for (field, value) in zip(template, sample.values) {
            if let place = value.firstNonFinite {
                throw CertificateFailure(
                    "'\(field.name)' of sample \(index) is not finite at index \(place)",
                    help: "this is a fault of the generator '\(task.method.subject.entry.info.name)'")
            }
        }
        guard sample.residual >= 0, sample.residual <= generator.residualLimit else {
            throw CertificateFailure(
                "sample \(index) has residual \(sample.residual), at most \(generator.residualLimit) is accepted",
                help: "tighten the solver's tolerance")
        }
        return sample
    }

    /// The number of the part that a sample belongs to, in the order of `split`.
    private func part(of index: Int) -> Int {
        var end = 0
        for (number, part) in request.split.enumerated() {
            end += part.count
            if index < end { return number }
        }
        return 0
    }
}
