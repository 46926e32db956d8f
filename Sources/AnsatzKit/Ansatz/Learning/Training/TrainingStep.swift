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
