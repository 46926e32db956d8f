import Ansatz

/// A trained model as a preconditioner: z = s N(a, r / s), N the model, a the fields that the matrix is made of, s the
/// size of r relative to that of the right-hand sides of training.
///
/// The model must have been trained with right-hand sides as inputs: on pairs of `poisson`, or of `darcy` with
/// `source_deviation`. It is no linear map and not
/// symmetric, so it belongs into `flexible_cg`, which can't diverge by it and leaves it where it does not help. The network's
/// operations are not counted in `total_work`: compare seconds.
struct LearnedPreconditioner: Preconditioner {
    struct Options: ComponentOptions {
        var model = ModelReference.unset

        static let keys: [Key<Self>] = [
            Key("model", \.model, isRequired: true, help: "a stage that trains one, or { file: model.h5 }")
        ]
    }

    static let info = ComponentInfo("learned", "A trained model as a preconditioner")

    var options = Options()
    private var inverse: LearnedInverse?

    var isSymmetricPositiveDefinite: Bool { false }
    var operationsPerApplication: Double { 0 }

    mutating func begin(_ system: any LinearSystem, _ run: RunContext) throws {
        let inverse = try inverse ?? LearnedInverse(options.model.open(run))
        self.inverse = inverse
        try inverse.begin(system, run)
        guard inverse.takesRightHandSide else {
            throw ComputationError.unsuitable(
                "the model is not told the right-hand side, so it says the same of every residual",
                help: "train one with the source among its inputs, as from `darcy` with 'source_deviation', or use the "
                    + "solver `guess` to start from this one")
        }
    }

    mutating func apply(
        _ r: UnsafeBufferPointer<Double>, into z: UnsafeMutableBufferPointer<Double>, _ run: RunContext
    ) throws {
        guard let inverse else { throw ComputationError.unsuitable("the model was given no system", help: nil) }
        try inverse.apply(r, into: z)
    }
}
