import Ansatz
import Testing

@Suite("What a network will need")
struct NetworkMemoryTests {
    @Test("predictions take what a predictor holds, on any grid", arguments: [1, 7, 40], [1, 2, 3])
    func predictions(batch: Int, threads: Int) throws {
        let dense = try Samples.train(Samples.recipe { $0.normalize = .none }, try Samples.nonlinear(20)).model()
        let pointwise = try Samples.train(
            Samples.recipe { $0.normalize = .none }, try Samples.pointwise(20, points: 9), PointwiseNetwork()
        ).model()
        for (model, inputs) in [
            (dense, dense.task.inputs), (pointwise, try Samples.pointwise(2, points: 33).task.inputs),
        ] {
            let task = try model.task(for: inputs)
            let predictor = try model.predictor(inputs: inputs, batch: batch, threads: Threads(threads))
            let memory = try NetworkMemory(
                predicting: model.architecture, task, batch: batch, threads: Threads(threads))
            #expect(memory.parameters == model.parameterCount)
            #expect(memory.bytes == predictor.memory + 8 * model.parameterCount)
        }
    }

    @Test("a training takes more than predictions, and with the batch")
    func training() throws {
        let task = try Samples.nonlinear(40).task
        func bytes(_ samples: Int, _ change: (inout TrainingRecipe) -> Void) throws -> Int {
            try NetworkMemory(
                training: DenseNetwork(), Samples.recipe(change), task, samples: samples, threads: Threads(2)
            ).bytes
        }
        let small = try bytes(40) { $0.batch = 4 }
        let large = try bytes(40) { $0.batch = 32 }
        let predicting = try NetworkMemory(predicting: DenseNetwork(), task, batch: 4, threads: Threads(2)).bytes
        #expect(predicting < small && small < large)
        // No batch has more samples than there are for training.
        #expect(try bytes(40) { $0.batch = 1 << 20 } == large)
    }

    @Test("what no memory holds is refused, and nothing is allocated")
    func tooLarge() throws {
        let axes = [Samples.axis("y", 1 << 20), Samples.axis("x", 1 << 20)]
        let wide = LearningTask(
            inputs: [SampleVariable("a", axes: axes)], outputs: [SampleVariable("u", axes: axes)])
        #expect(throws: ComputationError.self) {
            try NetworkMemory(predicting: PointwiseNetwork(), wide, batch: 1, threads: .one)
        }
        #expect(throws: ComputationError.self) {
            try NetworkMemory(
                training: PointwiseNetwork(), Samples.recipe(), wide, samples: 1 << 40, threads: .one)
        }
    }
}
