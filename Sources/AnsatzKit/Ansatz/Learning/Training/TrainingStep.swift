/// What one step of a training did.
public struct TrainingStep: Sendable {
    /// The mean loss of the batch, before the step.
    public var loss: Double
    public var learningRate: Double
    /// Samples of the batch.
    public var samples: Int
    /// Where the step was the last of an epoch.
    public var finishedEpoch: EpochRecord?
}

/// One epoch of a training.
public struct EpochRecord: Hashable, Sendable {
    /// From 1.
    public var epoch: Int
    /// The mean over the epoch of the losses before each step.
    public var trainingLoss: Double
    /// The mean loss of the validation samples after the epoch; `nil` where there are none.
    public var validationError: Double?
    /// That of the last step.
    public var learningRate: Double

    /// A history as columns: what files hold. A missing validation error is NaN.
    static func columns(of history: [EpochRecord]) -> [String: Tensor<Double>] {
        [
            "epoch": Tensor(history.map { Double($0.epoch) }), "training_loss": Tensor(history.map(\.trainingLoss)),
            "validation_error": Tensor(history.map { $0.validationError ?? .nan }),
            "learning_rate": Tensor(history.map(\.learningRate)),
        ]
    }

    /// The history that ``columns(of:)`` made these columns of; `nil` where they have different lengths.
    static func history(of columns: [String: Tensor<Double>]) -> [EpochRecord]? {
        func column(_ name: String) -> [Double] { columns[name]?.elements ?? [] }
        let (epochs, losses) = (column("epoch"), column("training_loss"))
        let (errors, rates) = (column("validation_error"), column("learning_rate"))
        guard [losses, errors, rates].allSatisfy({ $0.count == epochs.count }) else { return nil }
        return epochs.indices.map { index in
            EpochRecord(
                epoch: Int(exactly: epochs[index]) ?? index + 1, trainingLoss: losses[index],
                validationError: errors[index].isNaN ? nil : errors[index], learningRate: rates[index])
        }
    }
}

/// A training that can't go on: a loss or weights that are not finite, or a loss that grows without bound.
public struct DivergedTraining: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    public var epoch: Int
    /// The optimiser's steps before this one.
    public var step: Int
    /// The samples of the batch, as the dataset counts them.
    public var samples: [Int]
    /// The one among them whose loss is not finite, or the largest.
    public var culprit: Int?
    public var message: String

    public var description: String {
        let list = samples.prefix(16).map(String.init).joined(separator: ", ") + (samples.count > 16 ? ", ..." : "")
        return "training stopped in epoch \(epoch), step \(step): \(message)"
            + (culprit.map { " (sample \($0))" } ?? "") + "; the batch has the samples \(list)"
    }

    /// What to do about it.
    public var help: String {
        "lower 'learning_rate', or set 'clip' to 1; the last good weights are in the last checkpoint"
    }
}
