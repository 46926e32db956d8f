/// y = base + s (w * x + b), a convolution (a correlation, as all of machine learning says) or its transpose.
///
/// Inputs: x, w, then b where there is a bias, then the base where there is one. The sign or factor s is the layer's.
final class Convolution<Scalar: TensorScalar>: Operation {
    let name: String
    let outputShape: [Int]
    private let shape: ConvolutionShape
    private let kernels: ConvolutionKernels<Scalar>
    private let isTransposed: Bool
    private let hasBias: Bool
    private let hasBase: Bool
    private let scale: Double
    private let inputCount: Int
    private let outputCount: Int

    init(_ shape: ConvolutionShape, isTransposed: Bool, hasBias: Bool, hasBase: Bool, scale: Double) {
        self.shape = shape
        self.isTransposed = isTransposed
        self.hasBias = hasBias
        self.hasBase = hasBase
        self.scale = scale
        kernels = ConvolutionKernels(shape)
        name = isTransposed ? "transposed_convolution" : "convolution"
        outputShape = isTransposed ? shape.inputShape : shape.outputShape
        outputCount = outputShape.reduce(1, *)
        inputCount = (isTransposed ? shape.outputShape : shape.inputShape).reduce(1, *)
    }

    private var base: Int { hasBias ? 3 : 2 }
    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0]) }
    var overwritableInput: Int? { hasBase ? base : nil }
    var passedGradient: Int? { hasBase ? base : nil }
    func workCount(samples: Int) -> Int { kernels.workCount }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        let bias = hasBias ? call.input(2) : nil
        let addend = hasBase ? call.input(base) : nil
        if isTransposed {
            kernels.convolveTransposed(
                call.samples, call.input(0), call.input(1), bias: bias, addend: addend, scale: scale, call.output,
                call.work)
        } else {
            kernels.convolve(
                call.samples, call.input(0), call.input(1), bias: bias, addend: addend, scale: scale, call.output,
                call.work)
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        let gradient = call.outputGradient
        if let x = call.gradient(0) {
            let addend = call.accumulates(0) ? UnsafePointer(x) : nil
            if isTransposed {
                kernels.convolve(
                    call.samples, gradient, call.input(1), bias: nil, addend: addend, scale: scale, x, call.work)
            } else {
                kernels.convolveTransposed(
                    call.samples, gradient, call.input(1), bias: nil, addend: addend, scale: scale, x, call.work)
            }
        }
        if let weights = call.gradient(1) {
            kernels.gradientOfWeights(
                call.samples, x: isTransposed ? gradient : call.input(0), y: isTransposed ? call.input(0) : gradient,
                scale: scale, adds: call.accumulates(1), weights, call.work)
        }
        if hasBias, let bias = call.gradient(2) {
            let channels = outputShape[0]
            ConvolutionKernels<Scalar>.sumPlanes(
                call.samples, channels: channels, points: outputCount / channels, gradient, scale: scale,
                adds: call.accumulates(2), bias)
        }
        if hasBase, let passed = call.gradient(base), UnsafePointer(passed) != gradient {
            LearningKernels<Scalar>.copy(
                gradient, passed, count: call.samples * outputCount, adds: call.accumulates(base))
        }
    }
}
