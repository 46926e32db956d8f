import Ansatz

/// G(v)(y) = Σₖ bₖ(v) tₖ(y) + b₀: coefficients by a branch network of the inputs v, functions by a trunk network of the
/// points y (Lu et al. 2021), or principal components of the training outputs (POD-DeepONet, Lu et al. 2022).
///
/// Outputs on one grid for all samples ("aligned") have a trunk that is computed once a batch. Outputs at points of each
/// sample's own ("unaligned") take them from the input that `coordinates` names. The trunk's last layer is activated, the
/// branch's is not, as in DeepXDE.
struct DeepONet: TrainableOperator {
    static let info = ComponentInfo(
        "deeponet", "Coefficients by a network of the inputs, functions by a network of the points",
        references: [.deepONet, .fairComparison])

    var options = DeepONetOptions()
    var constants: [String: Tensor<Double>] = [:]

    var conventions: [String: JSONValue] {
        [
            "trunk_coordinates":
                "each axis from -1 to 1; periodic ones as cos and sin of 2 pi k x / period, k = 1, 2, ..."
        ]
    }

    func fit(to data: TrainingData, _ run: RunContext) throws -> [String: Tensor<Double>] {
        var found: [String: Tensor<Double>] = [:]
        for (index, variable) in data.task.outputs.enumerated() {
            if options.basis == .pod {
                let basis = try PrincipalComponents(
                    of: data, output: index, modes: options.modes, threads: run.threads)
                found["pod_mean/" + variable.name] = basis.mean
                found["pod_modes/" + variable.name] = basis.modes
            }
            if !options.zeroWalls.isEmpty {
                found["zero/" + variable.name] = try WallFactor.normalizedZero(data.outputNormalizers[index], variable)
            }
        }
        return found
    }

    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value] {
        try DeepONetRecording(tape, options, constants, inputs, task).outputs()
    }
}
