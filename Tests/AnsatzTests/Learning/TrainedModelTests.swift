import Ansatz
import Foundation
import Testing

@Suite struct TrainedModelTests {
    private func make(_ name: String, _ options: JSONValue) throws -> any TrainableOperator {
        if name == "pointwise" { return PointwiseNetwork() }
        var network = DenseNetwork()
        network.options.width = options["width"]?.double.flatMap { Int(exactly: $0) } ?? -1
        network.options.activation = options["activation"]?.string.flatMap(Activation.init) ?? .identity
        return network
    }

    private func trained(_ change: (inout TrainingRecipe) -> Void = { _ in }) throws -> TrainedModel {
        try Samples.train(Samples.recipe(change), try Samples.nonlinear(40)).model()
    }

    private func predictions(_ model: TrainedModel) throws -> [Float] {
        let samples = try Samples.nonlinear(40)
        let predictor = try model.predictor(batch: 40, threads: Threads(2))
        try predictor.load(samples, Array(0..<40))
        predictor.run(samples: 40)
        return Array(predictor.output(0))
    }

    @Test(
        "A model read from its file predicts the same bits, and knows how it came about",
        arguments: NormalizationKind.allCases)
    func roundTrip(_ kind: NormalizationKind) throws {
        let scratch = try Scratch()
        let path = scratch.path("model.h5")
        let model = try trained { ($0.normalize, $0.patience) = (kind, 1) }
        try model.write(to: path)
        let read = try TrainedModel.read(DatasetReader(path: path), make: make)
        #expect(try predictions(read) == predictions(model))
        #expect(read.task == model.task)
        #expect(read.history == model.history)
        #expect(CanonicalJSON.text(read.recipe) == CanonicalJSON.text(model.recipe))
        #expect(CanonicalJSON.text(read.record) == CanonicalJSON.text(model.record))
        #expect(read.dataDigest == model.dataDigest)
        #expect(read.outputNormalizers == model.outputNormalizers)
        #expect(read.lastWeights?.map(\.values) == model.lastWeights?.map(\.values))
        #expect(read.digest == model.digest)
        // Equal models are equal files.
        try read.write(to: scratch.path("again.h5"))
        let (first, second) = (try Digest(ofFile: path), try Digest(ofFile: scratch.path("again.h5")))
        #expect(first == second)
    }

    @Test("Uneven axes and their coordinates return")
    func unevenAxes() throws {
        let scratch = try Scratch()
        let model = try trained()
        var task = model.task
        task.outputs[0].axes[0].coordinates = .explicit([0, 0.1, 0.7])
        let changed = TrainedModel(
            model.architecture, task: task, inputNormalizers: model.inputNormalizers,
            outputNormalizers: model.outputNormalizers, weights: model.weights, recipe: model.recipe,
            dataDigest: model.dataDigest, record: model.record, history: [])
        try changed.write(to: scratch.path("model.h5"))
        #expect(try TrainedModel.read(DatasetReader(path: scratch.path("model.h5")), make: make).task == task)
    }

    @Test("h5py reads a model without this program: weights, normalisers, texts")
    func h5py() throws {
        let scratch = try Scratch()
        let path = scratch.path("model.h5")
        let model = try trained()
        try model.write(to: path)
        let program = """
            import sys, json, h5py, numpy as np
            f = h5py.File(sys.argv[1])
            assert f.attrs['operator'] in ('dense', b'dense') and f.attrs['ansatz_model'] == 1
            options, task = json.loads(f.attrs['options']), json.loads(f.attrs['task'])
            assert task['outputs'][0]['axes'][0]['count'] == 3 and task['outputs'][0]['unit'] == 'K'
            w = f['weights']
            n = f['normalizers/inputs/a']
            x = (np.array([1.0, -2.0, 0.5, 0.25, 3.0]) - n['shift'][()]) / n['scale'][()]
            h = np.tanh(x @ w['hidden/weight'][:] + w['hidden/bias'][:])
            y = h @ w['to/u/weight'][:] + w['to/u/bias'][:]
            m = f['normalizers/outputs/u']
            print(*(y * m['scale'][()] + m['shift'][()]))
            """
        let outcome = try Python.run(program: program, [path])
        let found = outcome.split { $0 == " " || $0 == "\n" }.compactMap { Double(String($0)) }
        let field = try Field("a", axes: model.task.inputs[0].axes, Tensor([1.0, -2, 0.5, 0.25, 3], shape: [5]))
        let expected = try model.predict([field], Samples.context())[0].doubles.elements
        #expect(found.count == 3)
        for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-5 * abs(b)) }
    }

    @Test("Files of newer versions, damaged ones and others are refused with a reason")
    func refusals() throws {
        let scratch = try Scratch()
        let path = scratch.path("model.h5")
        try trained().write(to: path)
        func message(_ edit: String) throws -> String {
            let copy = scratch.path("copy.h5")
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            _ = try Python.run(program: "import sys, h5py\nf = h5py.File(sys.argv[1], 'r+')\n" + edit, [copy])
            do {
                _ = try TrainedModel.read(DatasetReader(path: copy), make: make)
                return "accepted"
            } catch { return "\(error)" }
        }
        #expect(try message("f.attrs['ansatz_model'] = 2").contains("version 2"))
        #expect(try message("del f.attrs['ansatz_model']").contains("no model file"))
        #expect(try message("f['weights/hidden/bias'][0] = 7").contains("damaged"))
        #expect(try message("f['weights/hidden/bias'][0] = float('nan')").contains("weights/hidden/bias"))
        #expect(try message("del f['normalizers/outputs/u/scale']").contains("normalizers/outputs/u/scale"))
        #expect(try message("del f['weights/hidden/bias']").contains("damaged"))
        #expect(try message("f.attrs['task'] = '{'").contains("task"))
        #expect(try message("f.attrs['task'] = '{\"inputs\": [], \"outputs\": 3}'").contains("task"))
        #expect(try message("f['normalizers/outputs/u/scale'][()] = 0").contains("normalizers/outputs/u"))
        #expect(try message("pass") == "accepted")
        // Weights that the network does not have are found where it is made.
        let other = try TrainedModel.read(DatasetReader(path: path)) { _, _ in
            var network = DenseNetwork()
            network.options.width = 9
            return network
        }
        #expect { _ = try other.predictor(batch: 1, threads: .one) } throws: { "\($0)".contains("hidden/weight") }
    }

    @Test("A network bound to its grid refuses another; one that is not predicts there too")
    func otherGrids() throws {
        let dense = try trained()
        let finer = try Field("a", axes: [Samples.axis("x", 6)], Tensor<Double>(shape: [6]))
        #expect { _ = try dense.predict([finer], Samples.context()) } throws: { "\($0)".contains("5 points") }

        let samples = try Samples.pointwise(60, points: 8)
        let recipe = Samples.recipe { ($0.epochs, $0.schedule) = (200, .oneCycle) }
        let model = try Samples.train(recipe, samples, PointwiseNetwork()).model()
        let axis = Samples.axis("x", 21)
        let a = (0..<42).map { Double($0 % 21) / 10 - 1 }
        let field = try Field(
            "a", axes: [.index("sample", count: 2, role: .sample), axis], Tensor(a, shape: [2, 21]))
        let u = try model.predict([field], Samples.context())[0]
        #expect(u.axes == field.axes)
        #expect(u.name == "u")
        for (a, u) in zip(a, u.doubles.elements) { #expect(abs(u - (a * a + a)) < 0.1) }
    }

    @Test("Fields that don't fit are refused")
    func badFields() throws {
        let model = try trained()
        let nan = try Field("a", axes: model.task.inputs[0].axes, Tensor([1.0, .nan, 0, 0, 0], shape: [5]))
        #expect { _ = try model.predict([nan], Samples.context()) } throws: { "\($0)".contains("'a'") }
        #expect(throws: ComputationError.self) { _ = try model.predict([], Samples.context()) }
    }
}
