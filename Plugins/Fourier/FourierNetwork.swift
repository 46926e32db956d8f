import Ansatz

/// A Fourier neural operator on a tape: lifting, blocks, projection.
struct FourierNetwork<Scalar: TensorScalar> {
    let tape: Tape<Scalar>
    let options: FourierSettings
    let name: String
    /// Complex weights of a block from a factorisation; `nil` for dense ones.
    let rank: Double?

    private var isOriginal: Bool { options.block == .original }

    func record(_ inputs: [Value], _ task: LearningTask) throws -> [Value] {
        let grid = try task.commonGrid(for: name).map(\.count)
        let window = try window(axes: grid.count)
        let fields = try tape.spatialChannels(inputs, task, for: name)
        var v = try lift(fields, grid)
        let (before, after) = padding(grid)
        v = tape.pad(v, before: before, after: after)
        for layer in 0..<options.layers {
            v =
                try isOriginal
                ? originalBlock(v, layer, window) : currentBlock(v, layer, window)
        }
        v = tape.crop(v, before: before, after: after)
        return try tape.outputVariables(try project(v, to: task.outputChannels), task)
    }

    private func window(axes: Int) throws -> FourierWindow {
        let modes = options.modes.count == 1 ? Array(repeating: options.modes[0], count: axes) : options.modes
        guard modes.count == axes, (1...3).contains(axes) else {
            throw ComputationError.unsuitable(
                "'\(name)' has 'modes' for \(options.modes.count) axes, and the fields have \(axes)",
                help: "give one number for each axis of space, or one for all")
        }
        return isOriginal ? .corners(modes) : .centred(modes)
    }

    /// Inputs and coordinates to the channels of the blocks.
    private func lift(_ fields: Value, _ grid: [Int]) throws -> Value {
        var all = [fields]
        let features = options.grid ?? (isOriginal ? .endpoint : .periodic)
        if features != .none { all += grid.indices.map { coordinates(of: $0, grid, features) } }
        var v = try tape.concatenate(all)
        let hidden = options.lifting ?? (isOriginal ? 0 : 2 * options.width)
        if hidden > 0 {
            v = tape.activate(
                try tape.channelMixing(v, to: hidden, named: "lifting/hidden"), by: options.activation)
        }
        return try tape.channelMixing(v, to: options.width, named: "lifting/out")
    }

    private func coordinates(of axis: Int, _ grid: [Int], _ features: GridFeatures) -> Value {
        let n = grid[axis]
        let inner = grid[(axis + 1)...].reduce(1, *)
        let spacing = 1 / Double(features == .endpoint ? max(n - 1, 1) : n)
        let values = (0..<grid.reduce(1, *)).map { Double($0 / inner % n) * spacing }
        return tape.constant(Tensor(values, shape: [1] + grid))
    }

    private func project(_ v: Value, to channels: Int) throws -> Value {
        let hidden = options.projection ?? (isOriginal ? 128 : 2 * options.width)
        guard hidden > 0 else { return try tape.channelMixing(v, to: channels, named: "projection/out") }
        let inner = tape.activate(
            try tape.channelMixing(v, to: hidden, named: "projection/hidden"), by: options.activation)
        return try tape.channelMixing(inner, to: channels, named: "projection/out")
    }

    private func padding(_ grid: [Int]) -> (before: [Int], after: [Int]) {
        let points = grid.map { Int((options.padding * Double($0)).rounded()) }
        let isBoth = (options.paddingSides ?? (isOriginal ? .far : .both)) == .both
        return (isBoth ? points : points.map { _ in 0 }, points)
    }

    private func activate(_ v: Value, after layer: Int) -> Value {
        layer == options.layers - 1 ? v : tape.activate(v, by: options.activation)
    }

    /// σ(K v + W v + b).
    private func originalBlock(_ v: Value, _ layer: Int, _ window: FourierWindow) throws -> Value {
        let block = "block_\(layer)"
        let skip = try tape.channelMixing(v, to: options.width, named: block + "/skip")
        // U[0, 1) for real and imaginary parts, over the product of the widths: as published, not symmetric.
        let scale = 1 / Double(options.width * options.width)
        return activate(
            try convolution(v, window, block, base: skip, dense: .uniform(0, scale)), after: layer)
    }

    /// σ(M(σ(K v + b + W v)) + g v).
    private func currentBlock(_ v: Value, _ layer: Int, _ window: FourierWindow) throws -> Value {
        let block = "block_\(layer)"
        let deviation = (2 / Double(2 * options.width)).squareRoot()
        // The bias is that of the Fourier layer there.
        let skip = try tape.channelMixing(
            v, to: options.width, named: block + "/skip", bias: .normal(deviation: deviation))
        let inner = activate(
            try convolution(v, window, block, base: skip, dense: .normal(deviation: deviation / 2.0.squareRoot())),
            after: layer)
        let ratio = options.channelNetwork ?? 0.5
        if ratio == 0 { return inner }
        let gated = try tape.channelScaling(v, named: block + "/channel_skip")
        let hidden = max(1, Int((ratio * Double(options.width)).rounded()))
        let between = tape.activate(
            try tape.channelMixing(inner, to: hidden, named: block + "/channel_hidden"), by: options.activation)
        return activate(
            try tape.channelMixing(between, to: options.width, named: block + "/channel_out", base: gated),
            after: layer)
    }

    /// K v + base.
    private func convolution(
        _ v: Value, _ window: FourierWindow, _ block: String, base: Value, dense: Initialization
    ) throws -> Value {
        let spectrum = try tape.spectralAnalysis(v, window)
        let width = options.width
        let weights: Value
        let extents = window.frequencies.map(\.count)
        if let rank {
            weights = try tape.tuckerWeights(
                extents: [width, width] + extents,
                ranks: TuckerRanks.ranks(for: [width, width] + extents, fraction: rank), named: block + "/spectral",
                deviation: (1 / Double(width)).squareRoot())
        } else {
            let shape = (options.separable ? [width] : [width, width]) + extents + [2]
            weights = try tape.parameter(
                block + "/spectral/weight", shape: shape, dense,
                layout: .spectral(inputs: width, outputs: options.separable ? nil : width, window: window))
        }
        let mixed = tape.spectralMixing(spectrum, weights, to: width, isSeparable: options.separable && rank == nil)
        return try tape.spectralSynthesis(mixed, window, shape: Array(v.shape.dropFirst()), base: base)
    }
}
