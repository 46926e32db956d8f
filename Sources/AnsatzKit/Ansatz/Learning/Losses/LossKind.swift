/// How far a prediction is from the truth, as one number a sample.
public enum LossKind: String, Hashable, Sendable, Codable, OptionChoice {
    /// ‖u - û‖₂ / ‖u‖₂.
    case relativeL2 = "relative_l2"
    /// The same with first differences: see ``RelativeH1Loss``.
    case relativeH1 = "relative_h1"
    /// The same with first derivatives weighted in Fourier space: see ``FourierH1Loss``.
    case fourierH1 = "fourier_h1"
    /// The mean of (u - û)².
    case mse

    /// Whether a sample that is zero everywhere has no loss.
    public var isRelative: Bool { self != .mse }
}

extension Tape {
    /// Records the loss of each sample: a single number.
    ///
    /// - Parameters:
    ///   - prediction: in physical units, in the shape of `variable`.
    ///   - truth: of the same shape; no gradient reaches it.
    ///   - truncation: for ``LossKind/fourierH1``.
    /// - Throws: ``ComputationError/unsuitable(_:help:)`` where the variable has no axes that this loss needs.
    public func loss(
        _ kind: LossKind, of prediction: Value, against truth: Value, _ variable: SampleVariable,
        truncation: Int? = nil
    ) throws -> Value {
        precondition(prediction.count == truth.count && truth.count == variable.count, "a loss of unlike fields")
        return switch kind {
        case .relativeL2: record(RelativeL2Loss<Scalar>(count: variable.count), [prediction, truth])
        case .mse: record(MeanSquaredError<Scalar>(count: variable.count), [prediction, truth])
        case .relativeH1: record(try RelativeH1Loss<Scalar>(variable), [prediction, truth])
        case .fourierH1: record(try FourierH1Loss<Scalar>(variable, truncation: truncation), [prediction, truth])
        }
    }
}
