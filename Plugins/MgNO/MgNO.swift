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
        let grid = try task.commonGrid(for: Self.info.name)
        guard grid.count == 2 else {
            throw ComputationError.unsuitable(
                "'mgno' takes fields on grids of two axes, and these have \(grid.count)",
                help: "name other 'inputs' and 'outputs', or use 'fno', which takes one to three axes")
        }
        let first = try tape.spatialChannels(inputs, task, for: Self.info.name)
        let outputs = task.outputChannels
        guard !options.addsInput || first.shape[0] >= outputs else {
            throw ComputationError.unsuitable(
                "'adds_input' adds the first \(outputs) inputs to the outputs, and there are \(first.shape[0])",
                help: "give as many inputs as outputs, or 'adds_input: false'")
        }
        var u = first
        for layer in 0..<options.layers { u = try record(layer: layer, on: tape, u) }
        let base = options.addsInput ? try tape.slice(first, channels: 0..<outputs) : nil
        u = try tape.convolution(
            u, to: outputs, kernel: 1, named: "output", base: base, hasBias: options.output == .affine)
        return try tape.outputVariables(u, task)
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
        return tape.activate(result, by: options.activation)
    }
}
