import Ansatz
import Foundation

/// One network on random data: one input and one output on a grid.
struct TimedNetwork {
    private let architecture: any TrainableOperator
    private let task: LearningTask
    private let batch: Int
    private let threads: Threads
    private let repeats: Int
    private let folder: String?

    init(_ request: [String: Any], decoder: OptionDecoder) throws {
        guard let chosen = request["operator"] as? [String: Any], let name = chosen.keys.first else {
            throw Failure("the request names no operator")
        }
        let options = (chosen[name] as? [String: Any]).map(Self.setting)
        let component = ConfiguredComponent.decode(name, options: options, at: nil, as: .operator, with: decoder)
        guard decoder.diagnostics.isEmpty, let component,
            let architecture = try component.make() as? any TrainableOperator
        else { throw Failure((decoder.diagnostics.map(\.message) + ["\(name) is no network"]).joined(separator: "\n")) }
        self.architecture = architecture
        let shape = request["shape"] as? [Int] ?? [64, 64]
        let axes = zip(["z", "y", "x"].suffix(shape.count), shape).map {
            Axis($0, .uniform(first: 0, spacing: 1 / Double($1), count: $1))
        }
        task = LearningTask(
            inputs: [SampleVariable("a", axes: axes)], outputs: [SampleVariable("u", axes: axes)])
        batch = request["batch"] as? Int ?? 8
        threads = Threads(request["threads"] as? Int ?? 1)
        repeats = request["repeats"] as? Int ?? 10
        folder = request["folder"] as? String
    }

    func answer() throws -> [String: Any] {
        let (inference, outputs) = try recorded()
        let parameters = Parameters(of: inference)
        parameters.initialize { RandomStream(seed: 1, purpose: $0) }
        let forward = try Program(
            inference, outputs: outputs, batch: batch, trains: false, parameters: parameters, threads: threads)
        forward.parametersAreFixed = true
        fill(forward.input(0), "inputs")
        forward.run(samples: batch)
        if let folder { try write(parameters, forward, to: folder) }
        let seconds = (0..<repeats).map { _ in measured { forward.run(samples: batch) } }

        let (training, predictions) = try recorded()
        let truth = training.input("truth", shape: task.outputs[0].shape)
        let loss = try training.loss(.mse, of: predictions[0], against: truth, task.outputs[0])
        let program = try Program(
            training, outputs: [loss], batch: batch, trains: true, parameters: parameters, threads: threads)
        program.weighLoss(by: 1 / Float(batch))
        fill(program.input(0), "inputs")
        fill(program.input(1), "truths")
        var settings = Optimizer<Float>.Settings()
        settings.kind = .adam
        let optimizer = Optimizer(settings, of: parameters)
        let steps = (0..<repeats).map { _ in
            measured {
                program.step(samples: batch)
                _ = optimizer.advance(UnsafeBufferPointer(program.gradient), rate: 1e-4, threads: threads)
            }
        }
        return [
            "inference": seconds, "training": steps, "parameters": parameters.count,
            "inference_bytes": forward.memory, "training_bytes": program.memory, "peak_bytes": peak(),
        ]
    }

    /// The most memory that this process had at any time.
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
        try model.write(to: folder + "/model.h5")
        try Data(buffer: UnsafeBufferPointer(program.input(0))).write(to: URL(fileURLWithPath: folder + "/inputs"))
        try Data(buffer: program.output(0)).write(to: URL(fileURLWithPath: folder + "/outputs"))
    }

    private static func setting(_ value: Any) -> Setting {
        switch value {
        case let mapping as [String: Any]:
            let entries = mapping.sorted { $0.key < $1.key }.map {
                Setting.Entry(key: $0.key, keyLocation: nil, value: setting($0.value))
            }
            return Setting(.mapping(entries), at: nil)
        case let list as [Any]: return Setting(.list(list.map(setting)), at: nil)
        case let number as NSNumber where String(cString: number.objCType) == "c":
            return Setting(.scalar(number.boolValue ? "true" : "false", isQuoted: false), at: nil)
        default: return Setting(.scalar("\(value)", isQuoted: false), at: nil)
        }
    }
}

func measured(_ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
}
