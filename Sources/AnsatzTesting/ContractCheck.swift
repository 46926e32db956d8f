/// One claim about one component, ready to be tried.
public struct ContractCheck: Sendable, CustomStringConvertible {
    /// Whose claim it is: "solver 'cg'".
    public let subject: String
    public let claim: ContractClaim
    private let body: @Sendable () throws -> Void

    init(_ subject: String, _ claim: ContractClaim, _ body: @escaping @Sendable () throws -> Void) {
        self.subject = subject
        self.claim = claim
        self.body = body
    }

    /// "solver 'cg': same seed, same bits".
    public var description: String { "\(subject): \(claim)" }

    /// Tries the claim.
    ///
    /// - Throws: ``ContractViolation`` where the component breaks it.
    public func run() throws {
        do {
            try CrashNote.during(description, body)
        } catch var violation as ContractViolation {
            violation.check = description
            throw violation
        } catch {
            var violation = ContractViolation(ContractViolation.text(of: error))
            violation.check = description
            throw violation
        }
    }
}
