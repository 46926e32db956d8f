import Ansatz

/// The operator under a solver's `preconditioner`: z ≈ A⁻¹ r.
final class PreconditionerSlot {
    /// Its name in the scenario.
    let name: String
    private var preconditioner: (any Preconditioner)?
    /// An operator that knows fields only.
    private var fields: FieldOperator?

    init(_ choice: ComponentChoice<any Operator>, _ run: RunContext) throws {
        name = choice.name
        let chosen = try run.make(choice)
        if let preconditioner = chosen as? any Preconditioner {
            self.preconditioner = preconditioner
        } else {
            fields = FieldOperator(chosen, name: choice.name)
        }
    }

    /// Counted operations; none are known of an operator on fields.
    var operationsPerApplication: Double { preconditioner?.operationsPerApplication ?? 0 }
    var operationsOfSetUp: Double { preconditioner?.operationsOfSetUp ?? 0 }

    /// Tells the operator the matrix: that of the system, or the one to precondition it with.
    func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        try preconditioner?.begin(system.preconditioningSystem ?? system, run)
        fields?.begin(system)
    }

    /// Whether z is known to depend on r by one symmetric positive definite matrix.
    var isPositiveDefinite: Bool { preconditioner?.isSymmetricPositiveDefinite ?? false }

    /// - Throws: also where z is not finite.
    func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        try preconditioner?.apply(r, into: z, run)
        try fields?.apply(r, into: z, run)
        guard isFinite(UnsafeBufferPointer(z)) else {
            throw ComputationError.nonFinite(
                what: "what preconditioner '\(name)' returned", index: z.firstIndex { !$0.isFinite })
        }
    }

    /// The same where an operator may fail: says what went wrong, if anything. z may be not finite.
    ///
    /// - Throws: where the operator's answer has not the form of one, and where the user asked to stop.
    func attempt(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws -> String? {
        do {
            try preconditioner?.apply(r, into: z, run)
            try fields?.ask(r, run)
        } catch ComputationError.cancelled {
            throw ComputationError.cancelled
        } catch {
            return "could not be computed: \(error)"
        }
        try fields?.takeAnswer(into: z)
        return nil
    }

    /// - Throws: where z is not known to depend on r by a symmetric positive definite matrix.
    ///
    /// - Parameter other: the method that takes any operator.
    func requirePositiveDefinite(for method: String, instead other: String = "flexible_cg") throws {
        if isPositiveDefinite { return }
        throw ComputationError.unsuitable(
            "\(method) needs a symmetric positive definite preconditioner, and '\(name)' is "
                + (preconditioner == nil ? "an operator on fields, of which that is not known" : "none"),
            help: "use it in \(other), which takes any operator, or choose another preconditioner")
    }
}
