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

    func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        try preconditioner?.apply(r, into: z, run)
        try fields?.apply(r, into: z, run)
    }

    /// - Throws: where z is not known to depend on r by a symmetric positive definite matrix.
    func requirePositiveDefinite(for method: String) throws {
        if preconditioner?.isSymmetricPositiveDefinite == true { return }
        throw ComputationError.unsuitable(
            "\(method) needs a symmetric positive definite preconditioner, and '\(name)' is "
                + (preconditioner == nil ? "an operator on fields, of which that is not known" : "none"),
            help: "use it in flexible_cg, which takes any operator, or choose another preconditioner")
    }
}
