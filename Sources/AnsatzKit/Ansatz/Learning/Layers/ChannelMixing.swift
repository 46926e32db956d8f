/// y[o] = Σᵢ W[o, i] x[i] + b[o] at every point: a convolution with a kernel of one point.
///
/// Data are channels first. W is stored as `[outputs][inputs]`. With a third or fourth input, `base`, the result is
/// y + base.
final class ChannelMixing<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "channel_mixing"
    let outputShape: [Int]
    private let inputs: Int
    private let outputs: Int
    private let points: Int
    private let hasBias: Bool
    private let hasBase: Bool

    init(_ shape: [Int], to outputs: Int, hasBias: Bool, hasBase: Bool) {
        inputs = shape[0]
        points = shape.dropFirst().reduce(1, *)
        self.outputs = outputs
        self.hasBias = hasBias
        self.hasBase = hasBase
        outputShape = [outputs] + shape.dropFirst()
    }

    private var base: Int { hasBias ? 3 : 2 }
    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0]) }
    var overwritableInput: Int? { hasBase ? base : nil }
    var passedGradient: Int? { hasBase ? base : nil }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            let y = call.output + sample * outputs * points
            if hasBase {
                let start = call.input(base) + sample * outputs * points
                if start != UnsafePointer(y) { y.update(from: start, count: outputs * points) }
                if hasBias { Kernels.addToRows(call.input(2), y, rows: outputs, columns: points) }
            } else if hasBias {
                Kernels.fillRows(call.input(2), y, rows: outputs, columns: points)
            }
            smallProduct(
                rows: outputs, columns: points, depth: inputs, call.input(1), strideA: inputs,
                call.input(0) + sample * inputs * points, strideB: points, beta: hasBias || hasBase ? 1 : 0, y,
                strideC: points)
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        for sample in 0..<call.samples {
            let gradient = call.outputGradient + sample * outputs * points
            if let x = call.gradient(0) {
                smallProduct(
                    rows: inputs, columns: points, depth: outputs, call.input(1), strideA: inputs, transposesA: true,
                    gradient, strideB: points, beta: call.beta(0), x + sample * inputs * points, strideC: points)
            }
            if let weights = call.gradient(1) {
                smallProduct(
                    rows: outputs, columns: inputs, depth: points, gradient, strideA: points,
                    call.input(0) + sample * inputs * points, strideB: points, transposesB: true,
                    beta: sample > 0 ? 1 : call.beta(1), weights, strideC: inputs)
            }
            if hasBias, let bias = call.gradient(2) {
                Kernels.rowSums(
                    gradient, bias, rows: outputs, columns: points, adds: sample > 0 || call.accumulates(2))
            }
            if hasBase, let passed = call.gradient(base) {
                let target = passed + sample * outputs * points
                if UnsafePointer(target) != gradient {
                    Kernels.copy(gradient, target, count: outputs * points, adds: call.accumulates(base))
                }
            }
        }
    }
}

extension Tape {
    /// Mixes the channels of every point: y = W x + b, and + base where one is given.
    ///
    /// - Parameters:
    ///   - x: (channels, ...), channels first.
    ///   - outputs: channels of y.
    ///   - name: of the layer; its parameters are `name/weight`, `[outputs, inputs]`, and `name/bias`, `[outputs]`.
    ///   - base: (outputs, ...), added to the result, in place where nobody else reads it.
    ///   - weights, bias: what they are drawn from; ±1/√inputs, as PyTorch does, where nothing is said.
    public func channelMixing(
        _ x: Value, to outputs: Int, named name: String, base: Value? = nil, weights: Initialization? = nil,
        bias: Initialization? = nil, hasBias: Bool = true
    ) throws -> Value {
        guard let inputs = x.shape.first else {
            throw ShapeMismatch("layer '\(name)' mixes channels of a single number")
        }
        if let base, base.shape != [outputs] + x.shape.dropFirst() {
            throw ShapeMismatch(
                "layer '\(name)' adds \(base.shape) to \([outputs] + x.shape.dropFirst())")
        }
        var operands = [x, try parameter(name + "/weight", shape: [outputs, inputs], weights ?? .fanIn(inputs))]
        if hasBias { operands.append(try parameter(name + "/bias", shape: [outputs], bias ?? .fanIn(inputs))) }
        if let base { operands.append(base) }
        let layer = ChannelMixing<Scalar>(x.shape, to: outputs, hasBias: hasBias, hasBase: base != nil)
        return record(layer, operands)
    }
}
