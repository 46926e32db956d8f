import Ansatz
import Foundation

/// What training and judging a network needs, from its plan and the shapes of its samples.
struct LearningMemory {
    private let stages: [StageDefinition]
    private let readers: InputReaders
    /// As commands have them unless told otherwise.
    private let threads = Threads(ProcessInfo.processInfo.activeProcessorCount)

    init(_ stages: [StageDefinition], _ readers: InputReaders) {
        self.stages = stages
        self.readers = readers
    }

    /// Bytes; `nil` for other methods, and where the samples or the network are not known before.
    ///
    /// - Throws: ``ComputationError/tooLarge(_:)`` for a network that no memory holds.
    func bytes(of method: MethodDefinition) throws -> Int? {
        do {
            if let training = method.training { return try bytes(training, method) }
            if let evaluation = method.evaluation { return try bytes(evaluation, method) }
            return nil
        } catch ComputationError.tooLarge(let what) {
            throw ComputationError.tooLarge(what)
        } catch {
            // What doesn't fit is told by the stage itself, once the samples are there.
            return nil
        }
    }

    private func bytes(_ request: TrainingRequest, _ method: MethodDefinition) throws -> Int? {
        guard let network = try method.subject.make() as? any TrainableOperator,
            let samples = try outline(request.on)
        else { return nil }
        let memory = try NetworkMemory(
            training: network, request.recipe, samples.task, samples: samples.count, threads: threads)
        // The written model is judged by a predictor of its own, while the training is still there.
        let kept = request.recipe.validationCount(of: samples.count)
        let judging =
            try kept == 0
            ? 0
            : NetworkMemory(
                predicting: network, samples.task, batch: max(1, min(request.recipe.batch, kept)), threads: threads
            ).bytes
        return sum([memory.bytes, judging, samples.memory()])
    }

    private func bytes(_ request: EvaluationRequest, _ method: MethodDefinition) throws -> Int? {
        guard let network = try method.subject.make() as? any TrainableOperator,
            let trained = try outline(request.trainedOn), let judged = try outline(request.on)
        else { return nil }
        let all = judged.task.inputs + judged.task.outputs
        func found(_ variables: [SampleVariable]) -> [SampleVariable] {
            variables.compactMap { wanted in all.first { $0.name == wanted.name } }
        }
        let task = LearningTask(inputs: found(trained.task.inputs), outputs: found(trained.task.outputs))
        let batch = max(1, min(request.batch, judged.count))
        // Batches, and a sample at a time.
        let predicting = try Set([batch, 1]).map {
            try NetworkMemory(predicting: network, task, batch: $0, threads: threads).bytes
        }
        return sum(predicting + [trained.memory(), judged.memory()])
    }

    private func sum(_ bytes: [Int]) -> Int {
        bytes.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    }

    /// The samples of a file, or of a dataset that a stage of this scenario makes.
    private func outline(_ reference: SampleReference) throws -> SampleOutline? {
        guard let stage = reference.stage else {
            return try reference.file.map { try reference.outline(from: readers.reader(of: $0.path)) }
        }
        guard
            let method = stages.first(where: { $0.name == stage.stage })?.methods.first(where: {
                $0.name == stage.method
            }), let samples = method.samples, let generator = try method.subject.make() as? any Generator
        else { return nil }
        let variables = try generator.layout().map {
            SampleVariable($0.name, axes: $0.axes, unit: $0.unit, longName: $0.longName)
        }
        let parts = Dictionary(samples.split.map { ($0.name, $0.count) }) { first, _ in first }
        return try reference.outline(of: variables, count: samples.count, parts: parts)
    }
}
