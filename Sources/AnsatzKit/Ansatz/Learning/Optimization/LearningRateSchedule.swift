import Glibc

/// How the learning rate goes over a training.
public struct LearningRateSchedule: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable, OptionChoice {
        case constant
        /// η γ^⌊e/s⌋ with the epoch e, a factor γ every s epochs.
        case step
        /// η (1 + cos π t/T)/2 with the end T of the training.
        case cosine
        /// Up by a half cosine from η/d₁ to η during the warm-up, then down by another to η/(d₁ d₂). Source: L. N. Smith and
        /// N. Topin, "Super-convergence", 2019; in the two phases of PyTorch's OneCycleLR.
        case oneCycle = "one_cycle"
        /// η / (1 + γ e/s), in steps of DeepXDE's and TensorFlow's `inverse_time`.
        case inverseTime = "inverse_time"
    }

    public enum Clock: String, Hashable, Sendable, Codable, OptionChoice {
        /// A new rate with every step of the optimiser.
        case step
        /// One rate during an epoch.
        case epoch
    }

    public var kind = Kind.cosine
    /// η: the largest rate.
    public var rate = 1e-3
    public var clock = Clock.step
    /// T in epochs: where `cosine` and `one_cycle` end; after it their last rate stays.
    public var epochs = 1
    /// s in epochs.
    public var every = 100.0
    /// γ.
    public var factor = 0.5
    /// The part of T during which `one_cycle` warms up.
    public var warmUp = 0.3
    /// d₁.
    public var initialDivisor = 25.0
    /// d₂.
    public var finalDivisor = 1e4

    public init() {}

    /// The rate of a step, counted from 0.
    public func rate(at step: Int, stepsPerEpoch: Int) -> Double {
        let perEpoch = Double(max(stepsPerEpoch, 1))
        let epoch = (Double(step) / perEpoch).rounded(.down)
        switch kind {
        case .constant: return rate
        case .step: return rate * pow(factor, (epoch / every).rounded(.down))
        case .inverseTime:
            let passed = clock == .epoch ? epoch : Double(step) / perEpoch
            return rate / (1 + factor * passed / every)
        case .cosine:
            let passed = clock == .epoch ? epoch / Double(epochs) : Double(step) / (perEpoch * Double(epochs))
            return rate * (1 + cos(.pi * min(passed, 1))) / 2
        case .oneCycle:
            let total = clock == .epoch ? Double(epochs) : perEpoch * Double(epochs)
            return oneCycle(clock == .epoch ? epoch : Double(step), of: total)
        }
    }

    private func oneCycle(_ position: Double, of total: Double) -> Double {
        let summit = max(warmUp * total - 1, 0)
        let last = max(total - 1, summit)
        let (low, end) = (rate / initialDivisor, rate / initialDivisor / finalDivisor)
        func between(_ from: Double, _ to: Double, _ part: Double) -> Double {
            to + (from - to) * (1 + cos(.pi * part)) / 2
        }
        if position <= summit, summit > 0 { return between(low, rate, position / summit) }
        return last > summit ? between(rate, end, min((position - summit) / (last - summit), 1)) : rate
    }

    /// Whether the rates of the first epochs depend on how many there are.
    public var dependsOnLength: Bool { kind == .cosine || kind == .oneCycle }
}
