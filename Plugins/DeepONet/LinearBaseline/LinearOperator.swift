import Ansatz

/// How a linear operator's matrix is found.
enum LinearMethod: String, Sendable, OptionChoice {
    /// In closed form, with the ridge that predicts left-out samples best.
    case leastSquares = "least_squares"
    /// By the optimiser, as all networks.
    case train
}

/// The affine map from all numbers of the inputs to all numbers of each output: what any nonlinear operator must beat.
///
/// By least squares, u = W (a - ā) + ū minimises Σ ‖u - û‖² + λ ‖W‖² over the training samples. λ is the one of a row of
/// powers of ten with the smallest leave-one-out error on training samples, unless it is given.
struct LinearOperator: TrainableOperator {
    struct Options: ComponentOptions {
        var method = LinearMethod.leastSquares
        var ridge: Double?

        static let keys: [Key<Self>] = [
            Key("method", \.method, help: "In closed form, or trained step by step like a network"),
            Key(
                "ridge", \.ridge, unit: "1", range: .nonNegative,
                help: "Weight of |W|² relative to the data's largest direction; else chosen by leaving samples out"),
        ]

        func conflicts() -> [OptionConflict] {
            ridge != nil && method == .train
                ? [
                    OptionConflict(
                        "ridge", "'ridge' has a meaning for least squares only", help: "use 'weight_decay' instead")
                ] : []
        }
    }

    static let info = ComponentInfo("linear_operator", "The best affine map, as a baseline")
    var options = Options()
    var constants: [String: Tensor<Double>] = [:]

    func fit(to data: TrainingData, _ run: RunContext) throws -> [String: Tensor<Double>] {
        guard options.method == .leastSquares else { return [:] }
        let regression = try RidgeRegression(of: data, run)
        var found = ["input_mean": regression.inputMean]
        if let inner = regression.inner { found["inner"] = inner }
        for (index, variable) in data.task.outputs.enumerated() {
            let fitted = try regression.fit(output: index, of: data, ridge: options.ridge, run)
            found["outer/" + variable.name] = fitted.matrix
            found["output_mean/" + variable.name] = fitted.mean
            found["ridge/" + variable.name] = Tensor([fitted.ridge])
        }
        return found
    }

    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value] {
        let x = try tape.concatenate(try inputs.map { try tape.reshape($0, to: [$0.count]) })
        let largest = max(x.count, task.outputs.map(\.count).max() ?? 1)
        tape.samplesPerUnit = max(1, min(256, 262_144 / max(largest, 1)))
        if options.method == .train {
            return try task.outputs.map {
                try tape.reshape(
                    tape.linear(x, to: $0.count, named: "to/" + $0.name, weights: .zeros, bias: .zeros), to: $0.shape)
            }
        }
        guard let mean = constants["input_mean"], mean.count == x.count else {
            throw ComputationError.unsuitable(
                "the linear operator was not fitted for inputs of \(x.count) numbers",
                help: "it is bound to the grid of its training data")
        }
        var hidden = try tape.addShared(x, tape.constant(mean.negated))
        if let inner = constants["inner"] { hidden = try tape.product(hidden, withShared: tape.constant(inner)) }
        return try task.outputs.map { variable in
            guard let outer = constants["outer/" + variable.name], let mean = constants["output_mean/" + variable.name]
            else {
                throw ComputationError.unsuitable(
                    "the linear operator was not fitted for '\(variable.name)'", help: nil)
            }
            let sum = try tape.product(hidden, withShared: tape.constant(outer))
            return try tape.reshape(tape.addShared(sum, tape.constant(mean)), to: variable.shape)
        }
    }
}

extension Tensor where Scalar == Double {
    fileprivate var negated: Tensor { Tensor(elements.map { -$0 }, shape: shape) }
}
