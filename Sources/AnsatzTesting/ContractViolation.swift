import Ansatz

/// How a component breaks its contract.
public struct ContractViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// The check that found it: "solver 'cg': same seed, same bits".
    public internal(set) var check = ""
    /// What was seen, with the numbers.
    public let message: String
    /// What to do about it, where there is something to say.
    public let help: String?

    init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }

    public var description: String {
        [check, message].filter { !$0.isEmpty }.joined(separator: ": ") + (help.map { "\n  help: \($0)" } ?? "")
    }

    /// An error in words, with its own help.
    static func text(of error: any Error) -> String {
        switch error {
        case let violation as ContractViolation: violation.message
        case let error as ComputationError: "\(error)" + (error.help.map { " (\($0))" } ?? "")
        case let diagnostics as Diagnostics: diagnostics.all.map(\.message).joined(separator: "; ")
        default: "\(error)"
        }
    }
}
