import Ansatz
import TestSupport
import Testing

@Suite struct LinearOperatorTests {
    /// u = M v + 5 with noise, from `width` numbers to 7.
    private func samples(_ count: Int, width: Int, noise: Double) throws -> SampleSet {
        let v = SampleVariable("v", axes: [axis("x", width)])
        let u = SampleVariable("u", axes: [axis("y", 7)])
        return try makeSamples(count, inputs: [v], outputs: [u]) { random in
            let a = (0..<width).map { _ in random.normal() }
            let image = (0..<7).map { row -> Double in
                let sum = (0..<width).reduce(0.0) { $0 + Double((row * 3 + $1 * 5) % 7 - 3) * a[$1] }
                return 5 + sum + noise * random.normal()
            }
            return [a, image]
        }
    }

    @Test("With more samples than numbers, least squares find the map that made the data")
    func primal() throws {
        let data = try samples(80, width: 12, noise: 0)
        let model = try trained(try loadedOperator("linear_operator"), data.subset(0..<60)) { $0.validation = 0 }.model
        #expect(model.parameterCount == 0)
        #expect(try errors(of: model, on: data.subset(60..<80)).allSatisfy { $0 < 2e-6 })
        #expect(model.history.count == 1)
    }

    @Test("With fewer samples than numbers, the training samples are met, and others along their span")
    func dual() throws {
        let data = try samples(30, width: 50, noise: 0)
        let network = try loadedOperator("{ linear_operator: { ridge: 0 } }")
        let model = try trained(network, data) { $0.validation = 0 }.model
        #expect(try errors(of: model, on: data).allSatisfy { $0 < 1e-5 })
        #expect(model.architecture.constants["inner"]?.shape == [30, 50])
    }

    @Test("The chosen ridge predicts noisy data better than none, and than far too much", arguments: [60, 30])
    func ridge(_ count: Int) throws {
        let width = 40
        let data = try samples(count + 200, width: width, noise: 30)
        func error(_ yaml: String) throws -> Double {
            let model = try trained(try loadedOperator(yaml), data.subset(0..<count)) { $0.validation = 0 }.model
            return try errors(of: model, on: data.subset(count..<(count + 200))).reduce(0, +)
        }
        let chosen = try error("linear_operator")
        #expect(chosen < (try error("{ linear_operator: { ridge: 1e-12 } }")))
        // The best of the row of ridges on test data is not much better than the one that left-out samples chose.
        let row = try (-4...0).map { exponent in
            try error("{ linear_operator: { ridge: 1e\(exponent) } }")
        }
        #expect(chosen < 1.05 * (row.min() ?? 0))
    }

    @Test("Trained step by step it comes to the same map")
    func training() throws {
        let data = try samples(200, width: 12, noise: 0)
        let model = try trained(try loadedOperator("{ linear_operator: { method: train } }"), data) {
            ($0.epochs, $0.learningRate, $0.weightDecay, $0.validation) = (150, 0.02, 0, 0)
        }.model
        #expect(model.parameterCount == 12 * 7 + 7)
        #expect(try errors(of: model, on: data).allSatisfy { $0 < 1e-3 })
    }

    @Test("A fitted map is stored, read and applied as any model")
    func storing() throws {
        let data = try samples(30, width: 50, noise: 1)
        let model = try trained(try loadedOperator("linear_operator"), data) { $0.normalize = .points }.model
        let folder = try TemporaryFolder()
        let path = folder.path("model.h5")
        try model.write(to: path)
        let read = try TrainedModel.read(DatasetReader(path: path)) { name, _ in try loadedOperator(name) }
        #expect(try errors(of: read, on: data) == errors(of: model, on: data))
    }
}
