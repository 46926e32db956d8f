/// Why a computation did not give an answer.
public enum ComputationError: Error, Hashable, Sendable {
    /// The iteration limit was reached first.
    case notConverged(method: String, iterations: Int, residual: Double, tolerance: Double)
    /// A value became infinite or not a number.
    case nonFinite(what: String, index: Int?)
    /// The method can't work on this statement, although its kind fits.
    case unsuitable(String, help: String?)
    /// Sizes that no memory holds, or whose product is no integer.
    case tooLarge(String)
    /// Input that a scenario names has a fault.
    case badInput(String, help: String?)
    /// The user asked to stop.
    case cancelled
}

extension ComputationError: CustomStringConvertible {
    /// What happened, in one line.
    public var description: String {
        switch self {
        case .notConverged(let method, let iterations, let residual, let tolerance):
            "\(method) did not converge: residual \(residual) after \(iterations) iterations, wanted \(tolerance)"
        case .nonFinite(let what, let index):
            index.map { "\(what) is not finite at index \($0)" } ?? "\(what) is not finite"
        case .unsuitable(let message, _), .tooLarge(let message), .badInput(let message, _): message
        case .cancelled: "stopped on request"
        }
    }

    /// What to do about it, where there is something to say.
    public var help: String? {
        switch self {
        case .notConverged: "raise the iteration limit or the tolerance, or name a fallback"
        case .nonFinite: "check the input data, and try a smaller step"
        case .unsuitable(_, let help), .badInput(_, let help): help
        case .tooLarge: "use fewer cells or samples"
        case .cancelled: nil
        }
    }
}
