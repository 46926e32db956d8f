/// The Fourier coefficients of a field in a window, packed; see ``TruncatedTransform``.
final class SpectralAnalysis<Scalar: TensorScalar>: Operation {
    let name = "spectral_analysis"
    let outputShape: [Int]
    private let transform: TruncatedTransform<Scalar>
    private let coefficients: Int

    init(_ shape: [Int], _ window: FourierWindow) {
        transform = TruncatedTransform(channels: shape[0], shape: Array(shape.dropFirst()), window: window, .mean)
        outputShape = [transform.blocks, shape[0], 2, 16]
        coefficients = outputShape.reduce(1, *)
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds() }
    func workCount(samples: Int) -> Int { transform.workCount }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            transform.analyze(
                call.input(0) + sample * transform.channels * transform.points,
                into: call.output + sample * coefficients, work: call.work, adds: false)
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let field = call.gradient(0) else { return }
        for sample in 0..<call.samples {
            transform.synthesize(
                call.outputGradient + sample * coefficients,
                into: field + sample * transform.channels * transform.points, work: call.work,
                adds: call.accumulates(0))
        }
    }
}

/// The real field of packed Fourier coefficients, added to another field where one is given.
final class SpectralSynthesis<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "spectral_synthesis"
    let outputShape: [Int]
    private let transform: TruncatedTransform<Scalar>
    private let coefficients: Int
    private let hasBase: Bool

    init(_ shape: [Int], _ window: FourierWindow, hasBase: Bool) {
        transform = TruncatedTransform(
            channels: shape[0], shape: Array(shape.dropFirst()), window: window, .conjugatePairs)
        outputShape = shape
        coefficients = transform.blocks * shape[0] * 32
        self.hasBase = hasBase
    }

    private var count: Int { transform.channels * transform.points }
    var adjointNeeds: AdjointNeeds { AdjointNeeds() }
    var overwritableInput: Int? { hasBase ? 1 : nil }
    var passedGradient: Int? { hasBase ? 1 : nil }
    func workCount(samples: Int) -> Int { transform.workCount }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            let field = call.output + sample * count
            if hasBase {
                let base = call.input(1) + sample * count
                if base != UnsafePointer(field) { field.update(from: base, count: count) }
            }
            transform.synthesize(
                call.input(0) + sample * coefficients, into: field, work: call.work, adds: hasBase)
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        for sample in 0..<call.samples {
            let gradient = call.outputGradient + sample * count
            if let spectrum = call.gradient(0) {
                transform.analyze(
                    gradient, into: spectrum + sample * coefficients, work: call.work, adds: call.accumulates(0))
            }
            if hasBase, let base = call.gradient(1) {
                let target = base + sample * count
                if UnsafePointer(target) != gradient {
                    Kernels.copy(gradient, target, count: count, adds: call.accumulates(1))
                }
            }
        }
    }
}
