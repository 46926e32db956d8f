import Ansatz
import Foundation
import Testing

@Suite struct TrainingTests {
    @Test("A linear network learns a linear map")
    func linear() throws {
        let samples = try Samples.nonlinear(200) { a, u in
            for i in u.indices { u[i] = a[i / 3 * 5 + i % 3] - 2 * a[i / 3 * 5 + 4] + 100 }
        }
        var dense = DenseNetwork()
        dense.options.width = 0
        let recipe = Samples.recipe {
            ($0.epochs, $0.schedule, $0.weightDecay) = (150, .oneCycle, 0)
            $0.learningRate = 0.03
        }
        let training = try Samples.train(recipe, samples, dense)
        let error = try #require(training.history.last?.validationError)
        // The field is 100 with a spread of 2: half a millionth of its norm is a rounding error of float32.
        #expect(error < 2e-6)
        #expect(training.parameterCount == 5 * 3 + 3)
        #expect(training.history.map(\.epoch) == Array(1...150))
    }

    @Test("One, two and three threads train to the same bits, with a last batch that is smaller")
    func threads() throws {
        let samples = try Samples.nonlinear(47)
        let models = try (1...3).map { try Samples.train(Samples.recipe(), samples, threads: $0).model().numbers }
        #expect(models[0] == models[1])
        #expect(models[0] == models[2])
        #expect(Set(models[0]).count > 10)
    }

    @Test("A training stored and restored in the middle of epochs ends with the bits of one that was not")
    func resuming() throws {
        let samples = try Samples.nonlinear(47)
        let recipe = Samples.recipe { ($0.schedule, $0.patience, $0.clip) = (.cosine, 50, 1) }
        let whole = try Samples.train(recipe, samples)
        var stored: Data?
        var steps = 0
        while true {
            let training = try Training(
                DenseNetwork(), recipe, samples, task: samples.task, run: Samples.context(threads: 1))
            if let stored { try training.restore(stored) }
            #expect(training.step == steps)
            for _ in 0..<3 where !training.isFinished {
                _ = try training.advance()
                steps += 1
            }
            stored = try training.snapshot()
            guard training.isFinished else { continue }
            #expect(try training.model().numbers == whole.model().numbers)
            #expect(training.history == whole.history)
            #expect(training.step == whole.step)
            #expect(try training.model().digest == whole.model().digest)
            break
        }
        #expect(steps == 30)
    }

    @Test("More epochs continue a training where the schedule allows it, else the checkpoint is refused")
    func extending() throws {
        let samples = try Samples.nonlinear(47)
        let short = try Samples.train(Samples.recipe { $0.epochs = 2 }, samples).snapshot()
        let long = try Training(
            DenseNetwork(), Samples.recipe(), samples, task: samples.task, run: Samples.context())
        try long.restore(short)
        #expect(long.epoch == 2)
        while !long.isFinished { _ = try long.advance() }
        #expect(try long.model().numbers == Samples.train(Samples.recipe(), samples).model().numbers)

        let cosine = Samples.recipe { ($0.epochs, $0.schedule) = (2, .cosine) }
        let other = try Training(
            DenseNetwork(), Samples.recipe { $0.schedule = .cosine }, samples, task: samples.task,
            run: Samples.context())
        let state = try Samples.train(cosine, samples).snapshot()
        #expect { try other.restore(state) } throws: {
            ($0 as? ComputationError)?.help?.contains("schedule_epochs") == true
        }
        #expect(throws: ComputationError.self) { try other.restore(Data([1, 2, 3])) }
    }

    @Test("Validation samples change no weight, nor normalisers")
    func validationIsKeptApart() throws {
        let recipe = Samples.recipe { $0.normalize = .points }
        let samples = try Samples.nonlinear(40)
        let first = try Samples.train(recipe, samples)
        let changed = try Samples.nonlinear(40) { a, u in
            for sample in first.validationSamples {
                for i in 0..<5 { a[sample * 5 + i] = 77 }
                for i in 0..<3 { u[sample * 3 + i] = -1e3 }
            }
        }
        let second = try Samples.train(recipe, changed)
        #expect(second.validationSamples == first.validationSamples)
        #expect(first.validationSamples.count == 8)
        #expect(try first.model().numbers == second.model().numbers)
        #expect(try first.model().inputNormalizers == second.model().inputNormalizers)
        #expect(first.history.map(\.validationError) != second.history.map(\.validationError))
    }

    @Test("Early stopping keeps the weights of the smallest validation error, and the last ones")
    func patience() throws {
        // More weights than samples, and noise: the validation error rises soon.
        var random = RandomStream(seed: 1, purpose: "noise")
        let samples = try Samples.nonlinear(30) { _, u in
            for i in u.indices { u[i] = 10 + random.normal() }
        }
        var dense = DenseNetwork()
        dense.options.width = 64
        let recipe = Samples.recipe { ($0.epochs, $0.patience, $0.validation, $0.weightDecay) = (400, 5, 0.4, 0) }
        let training = try Samples.train(recipe, samples, dense)
        #expect(training.hasStoppedEarly)
        let errors = training.history.compactMap(\.validationError)
        let best = try #require(errors.indices.min { errors[$0] < errors[$1] })
        #expect(errors.count == best + 1 + 5)
        let model = try training.model()
        #expect(model.lastWeights != nil)
        // The error of the model's predictions is the smallest that was recorded.
        let predictor = try model.predictor(batch: training.validationSamples.count, threads: .one)
        try predictor.load(samples, training.validationSamples)
        predictor.run(samples: training.validationSamples.count)
        var sum = 0.0
        for (row, sample) in training.validationSamples.enumerated() {
            let truth = try samples.field("u", sample: sample).doubles.elements
            let distance = (0..<3).reduce(0) { $0 + pow(Double(predictor.output(0)[row * 3 + $1]) - truth[$1], 2) }
            sum += (distance / truth.reduce(0) { $0 + $1 * $1 }).squareRoot()
        }
        #expect(abs(sum / Double(training.validationSamples.count) - errors[best]) < 1e-6)
    }

    @Test("A diverging training stops, and says at which step, with which samples")
    func divergence() throws {
        let samples = try Samples.nonlinear(40)
        let recipe = Samples.recipe { ($0.learningRate, $0.epochs, $0.optimizer) = (1e30, 50, .adam) }
        let training = try Training(
            DenseNetwork(), recipe, samples, task: samples.task, run: Samples.context())
        do {
            while !training.isFinished { _ = try training.advance() }
            Issue.record("the training ended")
        } catch let error as DivergedTraining {
            #expect(error.epoch == 1)
            #expect(error.samples.count == 8)
            #expect(error.samples.allSatisfy { training.trainingSamples.contains($0) })
            #expect(error.culprit.map { error.samples.contains($0) } ?? true)
            #expect(error.description.contains("epoch 1"))
        }
    }

    @Test("A sample without a relative error is named before training; with mse it is fine")
    func zeroTruth() throws {
        let samples = try Samples.nonlinear(40) { _, u in
            for i in 51..<57 { u[i] = 0 }
        }
        let training = try Training(
            DenseNetwork(), Samples.recipe { $0.validation = 0 }, samples, task: samples.task, run: Samples.context())
        #expect { _ = try training.advance() } throws: { "\($0)".contains("sample 17") }
        let squares = Samples.recipe { $0.loss = .mse }
        #expect(try Samples.train(squares, samples).history.count == 6)
    }

    @Test("The sum of a batch's losses gives the gradient of the mean, times the samples")
    func reduction() throws {
        // Adam without epsilon does not see the scale of gradients.
        let samples = try Samples.nonlinear(40)
        func weights(_ reduction: LossReduction) throws -> [Float] {
            let recipe = Samples.recipe {
                ($0.reduction, $0.epsilon, $0.weightDecay, $0.epochs) = (reduction, 1e-30, 0, 1)
            }
            return try Samples.train(recipe, samples).model().numbers
        }
        let (mean, sum) = (try weights(.mean), try weights(.sum))
        #expect(zip(mean, sum).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test("All samples at once is the largest batch")
    func fullBatch() throws {
        let samples = try Samples.nonlinear(40)
        let training = try Training(
            DenseNetwork(), Samples.recipe { ($0.batch, $0.validation) = (1000, 0) }, samples, task: samples.task,
            run: Samples.context())
        #expect(training.stepsPerEpoch == 1)
        #expect(try training.advance().samples == 40)
        #expect(training.epoch == 1)
    }
}
