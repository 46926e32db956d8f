/// y = x W + b for rows x, the affine map of a dense layer.
///
/// Each sample is one row, or several: the map acts on the last dimension. W is stored as `[inputs][outputs]`.
final class LinearLayer<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "linear"
    let outputShape: [Int]
    private let inputs: Int
    private let outputs: Int
    /// Rows a sample.
    private let rows: Int
    private let hasBias: Bool

    init(_ shape: [Int], to outputs: Int, hasBias: Bool) {
        inputs = shape.last ?? 1
        rows = shape.dropLast().reduce(1, *)
        self.outputs = outputs
        self.hasBias = hasBias
        outputShape = shape.dropLast() + [outputs]
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0]) }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        let count = call.samples * rows
        if hasBias {
            biasedProduct(
                rows: count, columns: outputs, depth: inputs, call.input(0), call.input(1), bias: call.input(2),
                call.output)
            return
        }
        smallProduct(
            rows: count, columns: outputs, depth: inputs, call.input(0), strideA: inputs, call.input(1),
            strideB: outputs, call.output, strideC: outputs)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        let count = call.samples * rows
        if let x = call.gradient(0) {
            smallProduct(
                rows: count, columns: inputs, depth: outputs, call.outputGradient, strideA: outputs, call.input(1),
                strideB: outputs, transposesB: true, beta: call.beta(0), x, strideC: inputs)
        }
        if let weights = call.gradient(1) {
            smallProduct(
                rows: inputs, columns: outputs, depth: count, call.input(0), strideA: inputs, transposesA: true,
                call.outputGradient, strideB: outputs, beta: call.beta(1), weights, strideC: outputs)
        }
        if hasBias, let bias = call.gradient(2) {
            Kernels.columnSums(call.outputGradient, bias, rows: count, columns: outputs, adds: call.accumulates(2))
        }
    }
}

extension Tape {
    /// An affine map of the last dimension: y = x W + b.
    ///
    /// - Parameters:
    ///   - outputs: the last extent of y.
    ///   - name: of the layer; its parameters are `name/weight`, `[inputs, outputs]`, and `name/bias`, `[outputs]`.
    ///   - weights: what W is drawn from; ±1/√inputs, as PyTorch does, where nothing is said.
    ///   - bias: what b is drawn from, as W where nothing is said; `hasBias: false` for none.
    public func linear(
        _ x: Value, to outputs: Int, named name: String, weights: Initialization? = nil, bias: Initialization? = nil,
        hasBias: Bool = true
    ) throws -> Value {
        let inputs = x.shape.last ?? 1
        let weight = try parameter(name + "/weight", shape: [inputs, outputs], weights ?? .fanIn(inputs))
        let layer = LinearLayer<Scalar>(x.shape.isEmpty ? [1] : x.shape, to: outputs, hasBias: hasBias)
        guard hasBias else { return record(layer, [x, weight]) }
        return record(layer, [x, weight, try parameter(name + "/bias", shape: [outputs], bias ?? .fanIn(inputs))])
    }
}
