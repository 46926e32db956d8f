public import Ansatz

/// Predicts with a trained model for all samples of a file, in batches, and writes the outputs to another file.
public struct Prediction {
    private let registry: Registry
    private let readers: InputReaders
    private let threads: Threads

    public init(registry: Registry, readers: InputReaders, threads: Threads) {
        self.registry = registry
        self.readers = readers
        self.threads = threads
    }

    /// What was predicted.
    public struct Outcome: Sendable {
        public var samples: Int
        /// Of prediction alone.
        public var seconds: Double
        /// Names with shapes of one sample.
        public var outputs: [String]
        /// Mean and largest value of each number that judges the predictions; empty without a problem.
        public var judgements: [(name: String, mean: Double, largest: Double)]
    }

    /// - Parameter progress: is told how many samples of how many are done.
    /// - Throws: what is wrong with the model, the input or the output; nothing is written then.
    public func run(_ request: PredictionRequest, progress: (Int, Int) -> Void = { _, _ in }) throws -> Outcome {
        let models = ModelReader(registry: registry, readers: readers)
        let path = try ModelReader.file(at: request.model)
        let model = try models.model(at: path)
        let run = RunContext(
            seed: 0, stage: "predict", threads: threads, cancellation: { Interruption.isRequested },
            openFile: { [readers] in try readers.reader(of: $0) }, openModel: { try models.model(at: $0) })
        let inputs = try PredictionInputs(request, for: model, readers.reader(of: request.input), run)
        let batch = max(1, min(request.batch, inputs.samples.count))
        let predictor = try model.predictor(inputs: inputs.variables, batch: batch, threads: threads)
        let judge = try judge(request, run)
        return try write(request, model, inputs, predictor, judge, progress)
    }

    /// The problem and solver that the request names.
    private func judge(_ request: PredictionRequest, _ run: RunContext) throws -> PosedSamples? {
        guard let problem = try component(request.problem, .problem) else {
            if request.solver != nil {
                throw RunFailure("a solver needs a problem to solve", help: "name it with --problem")
            }
            return nil
        }
        return try PosedSamples(problem, solver: try component(request.solver, .solver), run)
    }

    /// A component as a scenario would name it: `darcy`, or `{ darcy: { forcing: 1 } }`.
    private func component(_ text: String?, _ role: ComponentRole) throws -> ConfiguredComponent? {
        guard let text else { return nil }
        let decoder = OptionDecoder(registry: registry, baseDirectory: ".")
        guard let setting = try YAMLReader(text, file: "--\(role.name)").read() else { return nil }
        let component = ConfiguredComponent.decode(setting, as: role, with: decoder)
        if !decoder.diagnostics.isEmpty { throw Diagnostics(decoder.diagnostics) }
        return component
    }

    private func write(
        _ request: PredictionRequest, _ model: TrainedModel, _ inputs: PredictionInputs, _ predictor: Predictor,
        _ judge: PosedSamples?, _ progress: (Int, Int) -> Void
    ) throws -> Outcome {
        let outputs = predictor.task.outputs
        let judged = judge == nil ? [] : PredictionCertificate.metricNames
        let count = inputs.samples.count
        var leading = DatasetLayout.Leading.sample
        leading.count = count
        let layout = DatasetLayout(
            leading: leading,
            variables: outputs.map {
                DatasetLayout.Variable(
                    $0.name, axes: $0.axes, precision: .float32, unit: $0.unit, longName: $0.longName)
            } + judged.map { DatasetLayout.Variable($0, longName: "\($0) of the prediction") },
            attributes: attributes(request, model, inputs))
        let encoder = try FrameEncoder(layout)
        let writer = try DatasetWriter(path: request.output, layout: layout)
        var seconds = 0.0
        var values = judged.map { _ in [Double]() }
        var place: Int?
        for start in stride(from: 0, to: count, by: predictor.batch) {
            if Interruption.isRequested { throw ComputationError.cancelled }
            let indices = Array(start..<min(count, start + predictor.batch))
            try predictor.load(inputs.samples, indices)
            let watch = Stopwatch()
            predictor.run(samples: indices.count)
            seconds += watch.seconds
            for (slot, sample) in indices.enumerated() {
                let fields = try predicted(outputs, predictor, slot, sample)
                var frame = fields.map(\.values)
                if let judge {
                    let given = try zip(inputs.samples.task.inputs, inputs.variables).map { stored, fitted in
                        let field = try inputs.samples.field(stored.name, sample: sample)
                        return try Field(
                            fitted.name, axes: fitted.axes, values: field.values, unit: field.unit,
                            longName: field.longName)
                    }
                    let output = try place ?? judge.output(among: outputs.map(\.name), inputs: given)
                    place = output
                    let metrics = try judge.certify(fields[output], of: given).metrics
                    for (index, name) in judged.enumerated() {
                        let value = metrics.first { $0.name == name }?.value ?? .nan
                        values[index].append(value)
                        frame.append(.float64(Tensor([value], shape: [])))
                    }
                }
                try writer.append(try encoder.encode(at: Double(sample), frame))
            }
            progress(start + indices.count, count)
        }
        try writer.finish()
        return Outcome(
            samples: count, seconds: seconds,
            outputs: outputs.map { "\($0.name) \(ShapeError.text(of: $0.shape))" },
            judgements: zip(judged, values).compactMap { name, values in
                let known = values.filter { !$0.isNaN }
                return known.isEmpty ? nil : (name, SampleScores.mean(known), known.max() ?? .nan)
            })
    }

    /// What the model said of the sample in a slot of the batch.
    private func predicted(
        _ outputs: [SampleVariable], _ predictor: Predictor, _ slot: Int, _ sample: Int
    ) throws -> [Field] {
        try outputs.enumerated().map { index, variable in
            let numbers = Array(predictor.output(index)[(slot * variable.count)..<((slot + 1) * variable.count)])
            let field = try Field(
                variable.name, axes: variable.axes, Tensor(numbers, shape: variable.shape), unit: variable.unit,
                longName: variable.longName)
            if let place = field.firstNonFinite {
                throw RunFailure(
                    "the model's '\(variable.name)' of sample \(sample) is not finite at index \(place)",
                    help: "the sample may lie far from what the model was trained on")
            }
            return field
        }
    }

    private func attributes(
        _ request: PredictionRequest, _ model: TrainedModel, _ inputs: PredictionInputs
    ) -> [Attribute] {
        func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
        var attributes = [
            Attribute("title", .text("Prediction by \(model.name)")),
            Attribute("source", .text("Ansatz \(AnsatzVersion.current)")),
            Attribute("model", .text(name(request.model))), Attribute("model_digest", .text(model.digest.description)),
            Attribute("operator", .text(model.name)),
            Attribute("operator_options", .text(CanonicalJSON.text(model.options))),
            Attribute("input", .text(name(request.input))), Attribute("input_digest", .text(inputs.samples.digest)),
            Attribute("core", .text(CoreBuild.current.fingerprintText)),
        ]
        if let problem = request.problem { attributes.append(Attribute("problem", .text(problem))) }
        if let solver = request.solver { attributes.append(Attribute("solver", .text(solver))) }
        return attributes
    }
}
