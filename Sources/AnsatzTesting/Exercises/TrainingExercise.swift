import Ansatz

/// A trainable operator that takes the first steps of a training, and predicts what it was trained on.
struct TrainingExercise: Exercise {
    private let training: Training
    private let samples: SampleSet
    private let run: RunContext
    let calls = 4

    /// - Parameter inputs: a field that the operator can work on, where the model field is none.
    init(
        _ component: ConfiguredComponent, _ scale: WorkScale, _ run: RunContext, saved: SavedWork?, inputs: [Field]?
    ) throws {
        guard var network = try component.make() as? any TrainableOperator else {
            throw ContractViolation("it is no trainable operator")
        }
        try network.prepare(run)
        let given = try inputs?.first ?? ModelFields.field(0, side: scale.side)
        // Each sample has more of a slope; the output is curved.
        let count = 40
        let base = given.doubles.elements
        let a = (0..<count).flatMap { k in base.indices.map { base[$0] + 0.03 * Double(k * ($0 % 29)) / 29 } }
        let axes = [Axis.index("sample", count: count, role: .sample)] + given.axes
        let shape = axes.map(\.count)
        samples = try SampleSet(
            [
                Field("a", axes: axes, Tensor(a, shape: shape)),
                Field("b", axes: axes, Tensor(a.map { $0 * $0 + 1 }, shape: shape)),
            ], inputs: ["a"], outputs: ["b"])
        var recipe = TrainingRecipe()
        (recipe.epochs, recipe.batch) = (1, 9)
        training = try Training(network, recipe, samples, task: samples.task, run: run)
        if let state = saved?.own { try training.restore(state) }
        self.run = run
    }

    mutating func call(_ index: Int) throws -> Outcome {
        try run.checkCancellation()
        if training.isFinished { return Outcome(arrays: [("its prediction", try prediction())]) }
        let step = try training.advance()
        return Outcome(
            arrays: index == calls - 1 ? [("its prediction", try prediction())] : [],
            numbers: [("the loss of step \(index)", step.loss)])
    }

    private func prediction() throws -> Tensor<Double> {
        let predictor = try training.model().predictor(batch: 1, threads: run.threads)
        try predictor.load(samples, [3])
        predictor.run(samples: 1)
        return Tensor(predictor.output(0).map { Double($0) }, shape: predictor.task.outputs[0].shape)
    }

    func saved() throws -> SavedWork { SavedWork(own: try training.snapshot()) }
}

extension WorkScale {
    /// Points along the shorter side of a field: networks are far more work than other operators.
    fileprivate var side: Int {
        switch self {
        case .small: 20
        case .threaded, .hard: 44
        }
    }
}
