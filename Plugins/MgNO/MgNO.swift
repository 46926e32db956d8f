import Ansatz

/// MgNO: each layer is u ← σ(W u + B u), with W a V-cycle of convolutions, one for every map between function spaces of
/// vectors, and B a 1x1 convolution with bias. The first layer takes the inputs as they are; a linear map of the channels
/// gives the outputs.
///
/// Good values: the defaults are the published ones for Darcy's equation, 572,661 parameters with one input and one output,
/// on grids of even numbers of points, 64 or more; `padding: circular` for periodic fields. `iterations` should go down to
/// a level of a few points. With `residual: true` the coarser levels get the true residual, as in multigrid, which needs one
/// more stencil a level.
///
/// Throws where inputs and outputs are no fields on one grid of two axes.
/// Source: J. He, X. Liu, J. Xu, "MgNO: Efficient Parameterization of Linear Operators via Multigrid", ICLR 2024.
struct MgNO: TrainableOperator {
    static let info = ComponentInfo(
        "mgno", "Neural operator whose layers are multigrid cycles of convolutions", references: Reference.mgno)

    var options = Options()

    /// A norm over all numbers of a level has weights for its grid.
    var isGridIndependent: Bool { options.norm != .layer }

    func record<Scalar: TensorScalar>(
        on tape: Tape<Scalar>, _ inputs: [Value], _ task: LearningTask
    ) throws -> [Value] {
        let grid = try commonGrid(of: task)
        let fields = try inputs.map { try tape.reshape($0, to: [$0.count / (grid[0] * grid[1])] + grid) }
        var u = try tape.concatenate(fields)
        for layer in 0..<options.layers { u = try record(layer: layer, on: tape, u) }
        return try task.outputs.indices.map { index in
            try tape.convolution(
                u, to: 1, kernel: 1, named: task.outputs.count == 1 ? "output" : "output_\(index)",
                base: options.addsInput ? fields[index] : nil, hasBias: options.output == .affine)
        }
    }

    private func record<Scalar: TensorScalar>(layer: Int, on tape: Tape<Scalar>, _ u: Value) throws -> Value {
        var cycle = MultigridCycle(channels: options.channels, iterations: options.stepsOfLevels)
        cycle.kernel = options.kernel
        cycle.padding = options.padding
        cycle.hasBias = options.bias
        cycle.norm = options.norm.featureNorm
        cycle.restrictsResidual = options.residual
        var result = try cycle.record(on: tape, u, named: "layer_\(layer)/cycle")
        if options.bypass {
            result = try tape.convolution(
                u, to: options.channels, kernel: 1, named: "layer_\(layer)/bypass", base: result)
        }
        switch options.activation {
        case .gelu: return tape.gelu(result)
        case .none: return result
        }
    }

    /// Points along y and x, the same for all variables.
    private func commonGrid(of task: LearningTask) throws -> [Int] {
        let variables = task.inputs + task.outputs
        for variable in variables where variable.shape.count != 2 {
            throw ComputationError.unsuitable(
                "'mgno' takes fields on grids of two axes, and '\(variable.name)' has \(variable.shape.count)",
                help: "name other 'inputs' and 'outputs', or use 'fno', which takes any number of axes")
        }
        guard let grid = task.inputs.first?.shape else {
            throw ComputationError.unsuitable("'mgno' was given no input", help: "name 'inputs'")
        }
        for variable in variables where variable.shape != grid {
            throw ComputationError.unsuitable(
                "'\(variable.name)' has \(variable.shape) points and '\(task.inputs[0].name)' has \(grid)",
                help: "'mgno' wants all fields on one grid")
        }
        if options.addsInput, task.outputs.count > task.inputs.count {
            throw ComputationError.unsuitable(
                "'adds_input' has no input for '\(task.outputs[task.inputs.count].name)'",
                help: "give as many inputs as outputs, or 'adds_input: false'")
        }
        return grid
    }
}
