import Ansatz

/// The Fourier neural operator with weights in Tucker form: R[i, o, k₁, …] is a small core multiplied by a factor for each
/// axis, so that a fraction `rank` of the numbers is trained.
///
/// Good values: rank 0.05 to 0.5. All else is as for `fno`.
///
/// Source: J. Kossaifi et al., "Multi-Grid Tensorized Fourier Neural Operator for High-Resolution PDEs", TMLR 2024.
struct TensorizedFourierNeuralOperator: TrainableOperator {
    struct Options: FourierOptions {
        var network: FourierSettings
        var rank = 0.42

        init() {
            network = FourierSettings()
            network.block = .neuraloperator
        }

        static var keys: [Key<Self>] {
            [
                Key(
                    "rank", \.rank, unit: "1", range: .closed(0, 1),
                    help: "trained numbers of a Fourier layer as a fraction of all; 0.05 to 0.5 are common")
            ] + networkKeys
        }

        func conflicts() -> [OptionConflict] {
            var conflicts = networkConflicts()
            if network.separable {
                conflicts.append(
                    OptionConflict("separable", "factorised weights mix the channels", help: "use 'fno', or remove it"))
            }
            return conflicts
        }
    }

    static let info = ComponentInfo(
        "tfno", "Fourier neural operator with Tucker-factorised weights", references: [.tensorizedFourierNeuralOperator]
    )

    var options = Options()
    var isGridIndependent: Bool { true }
    var conventions: [String: JSONValue] { FourierNeuralOperator.conventions }

    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value] {
        try FourierNetwork(tape: tape, options: options.network, name: Self.info.name, rank: options.rank).record(
            inputs, task)
    }
}
