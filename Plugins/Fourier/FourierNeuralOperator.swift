import Ansatz

/// The Fourier neural operator: blocks v ← σ(K v + W v + b), with W a linear map of the channels of each point, and K one of
/// the lowest Fourier coefficients,
///
///     (K v)(x) = Σₖ e^(2πi k·x) R(k) ∫ v e^(-2πi k·x) dx.
///
/// Fields of one to three axes; the weights serve any grid. Good values: 12 modes, width 32 and 4 layers for fields of
/// 64² to 128² points; padding 0.1 where the fields are not periodic. Weights `block_0/spectral/weight` are stored as
/// `[in, out, k₁, …, k_d, re/im]`, with frequencies 0…m-1, -m…-1 on all axes but the last, which has 0…m-1 (block
/// `original`), or -m/2…m/2-1 and 0…m/2 (block `neuraloperator`).
///
/// Source: Z. Li et al., "Fourier Neural Operator for Parametric Partial Differential Equations", ICLR 2021; block
/// `neuraloperator` after J. Kossaifi et al., "A Library for Learning Neural Operators", arXiv:2412.10354. Here transforms
/// have the mean over the grid (norm "forward"), which gives the same map, and the padding is a fraction of the points.
struct FourierNeuralOperator: TrainableOperator {
    struct Options: FourierOptions {
        var network = FourierSettings()

        static var keys: [Key<Self>] { networkKeys }

        func conflicts() -> [OptionConflict] { networkConflicts() }
    }

    static let info = ComponentInfo(
        "fno", "Fourier neural operator", references: [.fourierNeuralOperator, .neuralOperatorLibrary])

    var options = Options()
    var isGridIndependent: Bool { true }
    var conventions: [String: JSONValue] { FourierNeuralOperator.conventions }

    static var conventions: [String: JSONValue] {
        ["transform_norm": "forward", "complex": "last dimension: real, imaginary"]
    }

    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value] {
        try FourierNetwork(tape: tape, options: options.network, name: Self.info.name, rank: nil).record(inputs, task)
    }
}
