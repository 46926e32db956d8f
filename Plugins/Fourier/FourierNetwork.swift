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
        let v = try tape.concatenate(all)
        let hidden = options.lifting ?? (isOriginal ? 0 : 2 * options.width)
        return try channels(v, hidden: hidden, to: options.width, "lifting")
    }

    /// One or two maps of the channels of each point.
    private func channels(_ v: Value, hidden: Int, to outputs: Int, _ part: String) throws -> Value {
        if hidden == 0 { return try tape.channelMixing(v, to: outputs, named: part + "/out") }
        return try network(v, hidden: hidden, to: outputs, part + "/hidden", part + "/out")
    }

    private func network(
        _ v: Value, hidden: Int, to outputs: Int, _ first: String, _ second: String, base: Value? = nil
    ) throws -> Value {
        if options.activation == .gelu, base == nil {
            return try tape.channelNetwork(v, hidden: hidden, to: outputs, named: first, second)
        }
        let between = tape.activate(try tape.channelMixing(v, to: hidden, named: first), by: options.activation)
        return try tape.channelMixing(between, to: outputs, named: second, base: base)
    }

    private func coordinates(of axis: Int, _ grid: [Int], _ features: GridFeatures) -> Value {
        let n = grid[axis]
        let inner = grid[(axis + 1)...].reduce(1, *)
        let spacing = 1 / Double(features == .endpoint ? max(n - 1, 1) : n)
        let values = (0..<grid.reduce(1, *)).map { Double($0 / inner % n) * spacing }
        return tape.constant(Tensor(values, shape: [1] + grid))
    }

    private func project(_ v: Value, to outputs: Int) throws -> Value {
        let hidden = options.projection ?? (isOriginal ? 128 : 2 * options.width)
        return try channels(v, hidden: hidden, to: outputs, "projection")
    }

    private func padding(_ grid: [Int]) -> (before: [Int], after: [Int]) {
        let points = grid.map { Int((options.padding * Double($0)).rounded()) }
        let isBoth = (options.paddingSides ?? (isOriginal ? .far : .both)) == .both
        return (isBoth ? points : points.map { _ in 0 }, points)
    }

    private func activates(after layer: Int) -> Bool { layer < options.layers - 1 }

    private func activate(_ v: Value, after layer: Int) -> Value {
        activates(after: layer) ? tape.activate(v, by: options.activation) : v
    }

    /// σ(K v + W v + b).
    private func originalBlock(_ v: Value, _ layer: Int, _ window: FourierWindow) throws -> Value {
        // U[0, 1) for real and imaginary parts, over the product of the widths: as published, not symmetric.
        let scale = 1 / Double(options.width * options.width)
        return try ending(
            v, try mixed(v, layer, window, .uniform(0, scale)), layer, window, bias: .fanIn(options.width), hidden: nil)
    }

    /// σ(N(M(σ(N(K v + b) + W v)) + g v)).
    private func currentBlock(_ v: Value, _ layer: Int, _ window: FourierWindow) throws -> Value {
        let deviation = (2 / Double(2 * options.width)).squareRoot()
        let ratio = options.channelNetwork ?? 0.5
        let hidden = ratio == 0 ? nil : max(1, Int((ratio * Double(options.width)).rounded()))
        // Of a complex number: each part has half the variance.
        let spectrum = try mixed(v, layer, window, .normal(deviation: deviation / 2.0.squareRoot()))
        let inner = try ending(v, spectrum, layer, window, bias: .normal(deviation: deviation), hidden: hidden)
        // Without M the block still has both activations.
        return hidden == nil ? activate(inner, after: layer) : inner
    }

    /// The coefficients of v in the window, their channels mixed.
    private func mixed(
        _ v: Value, _ layer: Int, _ window: FourierWindow, _ initialization: Initialization
    ) throws -> Value {
        let (name, width) = ("block_\(layer)/spectral", options.width)
        let extents = window.frequencies.map(\.count)
        let weights: Value
        if let rank {
            weights = try tape.tuckerWeights(
                extents: [width, width] + extents,
                ranks: TuckerRanks.ranks(for: [width, width] + extents, fraction: rank), named: name,
                deviation: (1 / Double(width)).squareRoot())
        } else {
            weights = try tape.parameter(
                name + "/weight", shape: (options.separable ? [width] : [width, width]) + extents + [2],
                initialization,
                layout: .spectral(inputs: width, outputs: options.separable ? nil : width, window: window))
        }
        // After the weights, which are refused where there are too many frequencies.
        let spectrum = try tape.spectralAnalysis(v, window)
        return tape.spectralMixing(spectrum, weights, to: width, isSeparable: options.separable && rank == nil)
    }

    /// σ(N(K v + b) + W v), and the network of the channels where there is one. There are no norms N in the original block.
    private func ending(
        _ v: Value, _ spectrum: Value, _ layer: Int, _ window: FourierWindow, bias: Initialization, hidden: Int?
    ) throws -> Value {
        let (block, width) = ("block_\(layer)", options.width)
        let isNormed = options.norm != .none
        if options.activation == .gelu, !isNormed {
            return try tape.fourierBlock(
                v, spectrum, window, named: block, bias: bias, hidden: hidden, activates: activates(after: layer))
        }
        let skip = try tape.channelMixing(v, to: width, named: block + "/skip", hasBias: false)
        var sum = try tape.spectralSynthesis(
            spectrum, window, shape: Array(v.shape.dropFirst()),
            bias: try tape.parameter(block + "/bias", shape: [width], bias), base: isNormed ? nil : skip)
        if isNormed { sum = try tape.add(norm(sum, block + "/spectral_norm"), skip) }
        let inner = activate(sum, after: layer)
        guard let hidden else { return try norm(inner, block + "/channel_norm") }
        let end = try network(
            inner, hidden: hidden, to: width, block + "/channel_hidden", block + "/channel_out",
            base: try tape.channelScaling(v, named: block + "/channel_skip"))
        return activate(try norm(end, block + "/channel_norm"), after: layer)
    }

    private func norm(_ v: Value, _ name: String) throws -> Value {
        switch options.norm {
        case .none: v
        case .instance: try tape.normalize(v, over: .instance, named: name, isTrained: false)
        case .group: try tape.normalize(v, over: .group(1), named: name)
        }
    }
}
