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
