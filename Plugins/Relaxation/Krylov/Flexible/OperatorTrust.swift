/// Whether flexible conjugate gradients go on asking an operator for directions.
///
/// A direction that can't be used is replaced by the residual, in its iteration. After a few of them in a row the method
/// goes on without the operator. Neither shows an operator whose directions are useless but not impossible, such as random
/// ones: where they reduce the residual slowly, as many steps of plain conjugate gradients follow as a trial, and whichever
/// reduced it more goes on. An operator that was better gets twice as long until the next trial.
struct OperatorTrust {
    enum Mode {
        case asking
        /// Plain conjugate gradients, for comparison.
        case trial
        /// Plain conjugate gradients to the end.
        case ended
    }

    private(set) var mode = Mode.asking
    private(set) var failures = 0
    /// Failures in a row.
    private var streak = 0
    /// A preconditioner of which theory says that it works is not compared.
    private let isProven: Bool
    private var window = 20
    /// Iterations since the residual was last halved, or since the trial began.
    private var age = 0
    /// The residual from which `age` counts, and the least since.
    private var mark: Double
    private var least: Double
    /// By what factor the operator's last window reduced the residual.
    private var reduction = 1.0

    private static let longestStreak = 3

    init(isProven: Bool, residual: Double) {
        self.isProven = isProven
        mark = residual
        least = residual
    }

    /// Notes a direction that can't be used. Returns whether the operator has lost its turn by it.
    mutating func fail() -> Bool {
        failures += 1
        streak += 1
        if streak == Self.longestStreak { mode = .ended }
        return mode == .ended
    }

    mutating func succeed() { streak = 0 }

    /// What a step led to; see ``observe(_:)``.
    enum Change {
        case none
        case trialBegins
        /// The operator was better.
        case operatorReturns
        /// The operator was no better; how many of its directions were wasted.
        case operatorEnds(wasted: Int)
    }

    /// Notes the norm of the residual after a step.
    mutating func observe(_ residual: Double) -> Change {
        guard !isProven, mode != .ended else { return .none }
        age += 1
        least = min(least, residual)
        if mode == .asking, least <= mark / 2 { restart(at: residual) }
        guard age >= window else { return .none }
        let reached = least / mark
        restart(at: residual)
        if mode == .asking {
            reduction = reached
            mode = .trial
            return .trialBegins
        }
        if reduction < reached {
            mode = .asking
            window *= 2
            return .operatorReturns
        }
        mode = .ended
        failures += window
        return .operatorEnds(wasted: window)
    }

    private mutating func restart(at residual: Double) {
        age = 0
        mark = residual
        least = residual
    }
}
