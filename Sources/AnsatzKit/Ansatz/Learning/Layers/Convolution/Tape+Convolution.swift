extension Tape {
    /// A two-dimensional convolution: y[o, i, j] = Σ w[o, c, k, l] x[c, s i + k - p, s j + l - p] + b[o], where the border
    /// p = (kernel - 1)/2 continues x beyond its edges and s is the stride.
    ///
    /// - Parameters:
    ///   - x: (channels, y, x).
    ///   - outputs: channels of the result, which has ⌈n/s⌉ points along an axis of n for odd kernels.
    ///   - kernel: points along each axis, 1 to 11; odd.
    ///   - name: of the layer; its parameters are `name/weight`, `[outputs, inputs, kernel, kernel]`, and `name/bias`,
    ///     `[outputs]`.
    ///   - base: of the result's shape, added to it; in place where nobody else reads it.
    ///   - scale: of the convolution with its bias, but not of the base; -1 for a residual.
    ///   - weights, bias: what they are drawn from; ±1/√(inputs kernel²), as PyTorch does, where nothing is said.
    /// - Throws: ``ShapeMismatch`` or ``ComputationError`` where shapes don't fit, naming the layer.
    public func convolution(
        _ x: Value, to outputs: Int, kernel: Int = 3, stride: Int = 1, padding: ConvolutionPadding = .zero,
        named name: String, base: Value? = nil, scale: Double = 1, hasBias: Bool = true,
        weights: Initialization? = nil, bias: Initialization? = nil
    ) throws -> Value {
        guard x.shape.count == 3, kernel % 2 == 1 else {
            throw ShapeMismatch(
                "layer '\(name)' wants (channels, y, x) and an odd kernel, not \(x.shape) and \(kernel)")
        }
        let shape = try ConvolutionShape(
            name, inputs: x.shape[0], height: x.shape[1], width: x.shape[2], outputs: outputs,
            kernel: (kernel, kernel), stride: stride, border: (kernel - 1) / 2, padding: padding)
        return try convolution(
            x, shape, isTransposed: false, named: name, base: base, scale: scale, hasBias: hasBias,
            fanIn: x.shape[0] * kernel * kernel, weights, bias)
    }

    /// The transpose of a convolution with stride 2, border 1 of zeros and the given result: from coarse to fine grids.
    ///
    /// Along an axis of n coarse points the kernel has 4 points where the fine axis has 2n, 3 where it has 2n - 1: each
    /// fine point then gets the same number of weights as its like.
    ///
    /// - Parameters:
    ///   - x: (channels, y, x), coarse.
    ///   - outputs: channels of the result.
    ///   - size: points of the result along y and x, 2n or 2n - 1 each.
    ///   - name: of the layer; its parameters are `name/weight`, `[inputs, outputs, kernel, kernel]` as PyTorch has it, and
    ///     `name/bias`, `[outputs]`.
    ///   - base: of the result's shape, added to it; in place where nobody else reads it.
    /// - Throws: ``ShapeMismatch`` or ``ComputationError`` where shapes don't fit, naming the layer.
    public func transposedConvolution(
        _ x: Value, to outputs: Int, size: [Int], named name: String, base: Value? = nil, hasBias: Bool = true,
        weights: Initialization? = nil, bias: Initialization? = nil
    ) throws -> Value {
        guard x.shape.count == 3, size.count == 2,
            zip(size, x.shape.dropFirst()).allSatisfy({ $0 == 2 * $1 || $0 == 2 * $1 - 1 })
        else {
            throw ShapeMismatch("layer '\(name)' can't go from \(x.shape) to \(size) points with stride 2")
        }
        let kernel = (y: size[0] % 2 == 0 ? 4 : 3, x: size[1] % 2 == 0 ? 4 : 3)
        let shape = try ConvolutionShape(
            name, inputs: outputs, height: size[0], width: size[1], outputs: x.shape[0], kernel: kernel, stride: 2,
            border: 1, padding: .zero)
        return try convolution(
            x, shape, isTransposed: true, named: name, base: base, scale: 1, hasBias: hasBias,
            fanIn: outputs * kernel.y * kernel.x, weights, bias)
    }

    private func convolution(
        _ x: Value, _ shape: ConvolutionShape, isTransposed: Bool, named name: String, base: Value?, scale: Double,
        hasBias: Bool, fanIn: Int, _ weights: Initialization?, _ bias: Initialization?
    ) throws -> Value {
        let layer = Convolution<Scalar>(
            shape, isTransposed: isTransposed, hasBias: hasBias, hasBase: base != nil, scale: scale)
        if let base, base.shape != layer.outputShape || base.isShared != x.isShared {
            throw ShapeMismatch("layer '\(name)' adds \(base.shape) to \(layer.outputShape)")
        }
        var operands = [x, try parameter(name + "/weight", shape: shape.weightShape, weights ?? .fanIn(fanIn))]
        if hasBias {
            operands.append(try parameter(name + "/bias", shape: [layer.outputShape[0]], bias ?? .fanIn(fanIn)))
        }
        if let base { operands.append(base) }
        return record(layer, operands)
    }
}
