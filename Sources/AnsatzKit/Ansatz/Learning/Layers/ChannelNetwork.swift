/// y = W₂ gelu(W₁ x + b₁) + b₂ at every point: two channel mixings with a hidden layer between.
///
/// Works on tiles of points whose hidden layer fits the processor's cache. The hidden layer is not kept: the adjoint
/// computes it again, which costs less than to fetch it.
final class ChannelNetwork<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "channel_network"
    let outputShape: [Int]
    private let inputs: Int
    private let hidden: Int
    private let outputs: Int
    private let points: Int
    private let tile: Int

    init(_ shape: [Int], hidden: Int, to outputs: Int) {
        inputs = shape[0]
        self.hidden = hidden
        self.outputs = outputs
        points = shape.dropFirst().reduce(1, *)
        outputShape = [outputs] + shape.dropFirst()
        tile = Swift.min(hidden <= 32 ? 128 : 64, Swift.max(points, 1))
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0]) }
    func workCount(samples: Int) -> Int { Swift.max(hidden + outputs, 3 * hidden) * tile }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        let (h, z) = (call.work, call.work + hidden * tile)
        for sample in 0..<call.samples {
            for start in stride(from: 0, to: points, by: tile) {
                let count = Swift.min(tile, points - start)
                smallProduct(
                    rows: hidden, columns: count, depth: inputs, call.input(1), strideA: inputs,
                    call.input(0) + sample * inputs * points + start, strideB: points, h, strideC: count)
                Kernels.biasedGelu(h, call.input(2), h, nil, rows: hidden, columns: count)
                smallProduct(
                    rows: outputs, columns: count, depth: hidden, call.input(3), strideA: hidden, h, strideB: count, z,
                    strideC: count)
                Kernels.gated(
                    z, Kernels.Gate(bias: call.input(4), activates: false),
                    call.output + sample * outputs * points + start, strideY: points, rows: outputs, columns: count)
            }
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        let (h, slope, dh) = (call.work, call.work + hidden * tile, call.work + 2 * hidden * tile)
        for sample in 0..<call.samples {
            let dy = call.outputGradient + sample * outputs * points
            if let bias = call.gradient(4) {
                Kernels.rowSums(dy, bias, rows: outputs, columns: points, adds: sample > 0 || call.accumulates(4))
            }
            for start in stride(from: 0, to: points, by: tile) {
                let count = Swift.min(tile, points - start)
                let isFirst = sample == 0 && start == 0
                let x = call.input(0) + sample * inputs * points + start
                smallProduct(
                    rows: hidden, columns: count, depth: inputs, call.input(1), strideA: inputs, x, strideB: points, h,
                    strideC: count)
                Kernels.biasedGelu(h, call.input(2), h, slope, rows: hidden, columns: count)
                if let weights = call.gradient(3) {
                    smallProduct(
                        rows: outputs, columns: hidden, depth: count, dy + start, strideA: points, h, strideB: count,
                        transposesB: true, beta: isFirst ? call.beta(3) : 1, weights, strideC: hidden)
                }
                smallProduct(
                    rows: hidden, columns: count, depth: outputs, call.input(3), strideA: hidden, transposesA: true,
                    dy + start, strideB: points, dh, strideC: count)
                // h is no longer needed: its place takes the gradient before the activation.
                let bias = call.gradient(2)
                Kernels.multiply(
                    dh, slope, h, sums: bias, rows: hidden, columns: count, adds: !isFirst || call.accumulates(2))
                if let weights = call.gradient(1) {
                    smallProduct(
                        rows: hidden, columns: inputs, depth: count, h, strideA: count, x, strideB: points,
                        transposesB: true, beta: isFirst ? call.beta(1) : 1, weights, strideC: inputs)
                }
                if let dx = call.gradient(0) {
                    smallProduct(
                        rows: inputs, columns: count, depth: hidden, call.input(1), strideA: inputs, transposesA: true,
                        h, strideB: count, beta: call.beta(0), dx + sample * inputs * points + start, strideC: points)
                }
            }
        }
    }
}

extension Tape {
    /// A hidden layer with gelu between two channel mixings: y = W₂ gelu(W₁ x + b₁) + b₂.
    ///
    /// The same as two ``channelMixing(_:to:named:base:weights:bias:hasBias:)`` with ``gelu(_:)`` between, with the same
    /// parameters, `first/weight` and so on, in less memory and time.
    public func channelNetwork(
        _ x: Value, hidden: Int, to outputs: Int, named first: String, _ second: String
    ) throws -> Value {
        guard let inputs = x.shape.first else {
            throw ShapeMismatch("layer '\(first)' mixes channels of a single number")
        }
        let parameters = [
            try parameter(first + "/weight", shape: [hidden, inputs], .fanIn(inputs)),
            try parameter(first + "/bias", shape: [hidden], .fanIn(inputs)),
            try parameter(second + "/weight", shape: [outputs, hidden], .fanIn(hidden)),
            try parameter(second + "/bias", shape: [outputs], .fanIn(hidden)),
        ]
        return record(ChannelNetwork<Scalar>(x.shape, hidden: hidden, to: outputs), [x] + parameters)
    }
}
