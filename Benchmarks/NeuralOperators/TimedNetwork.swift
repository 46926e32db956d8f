import Ansatz
import BenchmarkSupport
import Foundation

/// One network on random data.
struct TimedNetwork {
    private let architecture: any TrainableOperator
    private let task: LearningTask
    private let batch: Int
    private let threads: Threads
    private let repeats: Int
    private let folder: String?

    init(_ request: Request) throws {
        let chosen = try request.component("operator", as: .operator)
        guard let architecture = try chosen.make() as? any TrainableOperator else {
            throw Failure("\(chosen.entry.info.name) is no network")
        }
        self.architecture = architecture
        let shape = request["shape"] ?? [64, 64]
        task = LearningTask(
            inputs: try Self.variables(request["inputs"] ?? [["a", shape]]),
            outputs: try Self.variables(request["outputs"] ?? [["u", shape]]))
        batch = request.integer("batch", default: 8)
        threads = request.threads
        repeats = request.repeats
        folder = request["folder"]?.string
    }

    /// Variables from pairs of a name and a shape.
    private static func variables(_ pairs: JSONValue) throws -> [SampleVariable] {
        try (pairs.array ?? []).map { pair in
            guard let name = pair[0]?.string, let shape = pair[1]?.integers, shape.count <= 3 else {
                throw Failure("a variable is a name and up to three numbers of points")
            }
            let axes = zip(["z", "y", "x"].suffix(shape.count), shape).map {
                Axis($0, .uniform(first: 0, spacing: 1 / Double($1), count: $1))
            }
            return SampleVariable(name, axes: axes)
        }
    }

    func answer() throws -> [String: JSONValue] {
        let (inference, outputs) = try recorded()
        let parameters = Parameters(of: inference)
        parameters.initialize { RandomStream(seed: 1, purpose: $0) }
        let forward = try Program(
            inference, outputs: outputs, batch: batch, trains: false, parameters: parameters, threads: threads)
        forward.parametersAreFixed = true
        for index in task.inputs.indices { fill(forward.input(index), "inputs/\(index)") }
        forward.run(samples: batch)
        if let folder { try write(parameters, forward, to: folder) }
        let seconds = (0..<repeats).map { _ in Stopwatch.seconds { forward.run(samples: batch) } }
        let inferencePeak = peak()

        let (training, predictions) = try recorded()
        let losses = try zip(predictions, task.outputs).map { prediction, variable in
            let truth = training.input("truth/" + variable.name, shape: variable.shape)
            return try training.loss(.mse, of: prediction, against: truth, variable)
        }
        guard losses.count == 1 else { throw Failure("one output is trained, and there are \(losses.count)") }
        let program = try Program(
            training, outputs: losses, batch: batch, trains: true, parameters: parameters, threads: threads)
        program.weighLoss(by: 1 / Float(batch))
        for index in task.inputs.indices { fill(program.input(index), "inputs/\(index)") }
        fill(program.input(task.inputs.count), "truths")
        var settings = Optimizer<Float>.Settings()
        settings.kind = .adam
        let optimizer = Optimizer(settings, of: parameters)
        let steps = (0..<repeats).map { _ in
            Stopwatch.seconds {
                program.step(samples: batch)
                _ = optimizer.advance(UnsafeBufferPointer(program.gradient), rate: 1e-4, threads: threads)
            }
        }
        return [
            "inference": .numbers(seconds), "training": .numbers(steps), "parameters": .integer(parameters.count),
            "inference_bytes": .integer(forward.memory), "training_bytes": .integer(program.memory),
            "inference_peak_bytes": .integer(inferencePeak), "peak_bytes": .integer(peak()),
        ]
    }

    /// The most memory that this process had so far.
    private func peak() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }

    private func recorded() throws -> (Tape<Float>, [Value]) {
        let tape = Tape<Float>()
        let inputs = task.inputs.map { tape.input($0.name, shape: $0.shape) }
        return (tape, try architecture.record(on: tape, inputs, task))
    }

    private func fill(_ target: UnsafeMutableBufferPointer<Float>, _ purpose: String) {
        var random = RandomStream(seed: 2, purpose: purpose)
        for index in target.indices { target[index] = Float(random.normal()) }
    }

    private func write(_ parameters: Parameters<Float>, _ program: Program<Float>, to folder: String) throws {
        let weights = parameters.entries.map {
            TrainedModel.Weight(
                name: $0.name, values: parameters.canonical($0), isComplex: $0.complexRun != nil)
        }
        let model = TrainedModel(
            architecture, task: task, inputNormalizers: [], outputNormalizers: [], weights: weights,
            recipe: .object([:]), dataDigest: "", record: .object([:]), history: [])
        let folder = URL(fileURLWithPath: folder)
        try model.write(to: folder.appending(path: "model.h5").path)
        for (index, variable) in task.inputs.enumerated() {
            try Data(buffer: program.input(index)).write(to: folder.appending(path: variable.name))
        }
        for (index, variable) in task.outputs.enumerated() {
            try Data(buffer: program.output(index)).write(to: folder.appending(path: variable.name))
        }
    }
}
