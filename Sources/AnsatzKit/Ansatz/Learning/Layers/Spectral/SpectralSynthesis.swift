/// The real field of packed Fourier coefficients, plus a constant a channel, added to another field where one is given.
///
/// The constant is added to the mean's coefficient: no pass over the field is spent on it, nor on its gradient.
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
    var overwritableInput: Int? { hasBase ? 2 : nil }
    var passedGradient: Int? { hasBase ? 2 : nil }
    func workCount(samples: Int) -> Int { transform.workCount }

    func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            let field = call.output + sample * count
            if hasBase {
                let base = call.input(2) + sample * count
                if base != UnsafePointer(field) { field.update(from: base, count: count) }
            }
            transform.synthesize(
                call.input(0) + sample * coefficients, into: field, work: call.work, adds: hasBase,
                constants: call.input(1))
        }
    }

    func adjoint(_ call: AdjointCall<Scalar>) {
        for sample in 0..<call.samples {
            let gradient = call.outputGradient + sample * count
            transform.analyze(
                gradient, into: call.gradient(0).map { $0 + sample * coefficients }, work: call.work,
                adds: call.accumulates(0), sums: call.gradient(1), beta: sample > 0 ? 1 : call.beta(1))
            if hasBase, let base = call.gradient(2) {
                let target = base + sample * count
                if UnsafePointer(target) != gradient {
                    Kernels.copy(gradient, target, count: count, adds: call.accumulates(2))
                }
            }
        }
    }
}
