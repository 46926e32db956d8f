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
