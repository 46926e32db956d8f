/// Y(k)[o] = Σᵢ R(k)[i, o] X(k)[i] for each kept frequency k, with complex weights R; or Y(k)[c] = R(k)[c] X(k)[c].
///
/// Sees the whole batch, so that each weight is read once.
final class SpectralMixing<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "spectral_mixing"
    let outputShape: [Int]
    let scope = OperationScope.batch
    private let blocks: Int32
    private let inputs: Int32
    private let outputs: Int32
    private let isSeparable: Bool

    init(_ shape: [Int], to outputs: Int, isSeparable: Bool) {
        blocks = Int32(shape[0])
        inputs = Int32(shape[1])
        self.outputs = Int32(outputs)
        self.isSeparable = isSeparable
        outputShape = [shape[0], outputs, 2, 16]
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0]) }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        eachBlock(call.threads, call.samples) { first, last in
            Kernels.mix(
                call.input(0), call.input(1), call.output, call.samples, blocks, inputs, outputs, first, last,
                isSeparable)
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        eachBlock(call.threads, call.samples) { first, last in
            if let x = call.gradient(0) {
                Kernels.mixAdjoint(
                    call.outputGradient, call.input(1), x, call.samples, blocks, inputs, outputs, first, last,
                    isSeparable, adds: call.accumulates(0))
            }
            if let weights = call.gradient(1) {
                Kernels.mixWeights(
                    call.input(0), call.outputGradient, weights, call.samples, blocks, inputs, outputs, first, last,
                    isSeparable, adds: call.accumulates(1))
            }
        }
    }

    private func eachBlock(_ threads: Threads, _ samples: Int, _ body: (_ first: Int32, _ last: Int32) -> Void) {
        let work = Int(blocks) * Int(inputs) * (isSeparable ? 1 : Int(outputs)) * samples * 4
        threads.paying(for: work).forEach(0..<Int(blocks), grain: 1) { range in
            body(Int32(range.lowerBound), Int32(range.upperBound))
        }
    }
}
