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
        eachPart(call.threads, call.samples) { block, part in
            let samples = half(call.samples, part)
            Kernels.mix(
                call.input(0) + samples.lowerBound * sampleCount(inputs), call.input(1),
                call.output + samples.lowerBound * sampleCount(outputs), samples.count, blocks, inputs, outputs, block,
                block + 1, isSeparable)
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        eachPart(call.threads, call.samples) { block, part in
            if let x = call.gradient(0) {
                let samples = half(call.samples, part)
                Kernels.mixAdjoint(
                    call.outputGradient + samples.lowerBound * sampleCount(outputs), call.input(1),
                    x + samples.lowerBound * sampleCount(inputs), samples.count, blocks, inputs, outputs, block,
                    block + 1, isSeparable, adds: call.accumulates(0))
            }
            if let weights = call.gradient(1), !isSeparable || part == 0 {
                let range = half(Int(inputs), part)
                Kernels.mixWeights(
                    call.input(0), call.outputGradient, weights, call.samples, blocks, inputs, outputs, block,
                    Int32(range.lowerBound)..<Int32(range.upperBound), isSeparable, adds: call.accumulates(1))
            }
        }
    }

    private func sampleCount(_ channels: Int32) -> Int { Int(blocks) * Int(channels) * 32 }

    /// Both halves of a range, in whole tiles of the kernels.
    private func half(_ count: Int, _ part: Int) -> Range<Int> {
        let middle = Swift.min((count / 2 + 3) / 4 * 4, count)
        return part == 0 ? 0..<middle : middle..<count
    }

    /// Calls `body` for both halves of each block of frequencies: threads get more equal shares of halves than of blocks.
    private func eachPart(_ threads: Threads, _ samples: Int, _ body: (_ block: Int32, _ part: Int) -> Void) {
        let work = Int(blocks) * Int(inputs) * (isSeparable ? 1 : Int(outputs)) * samples * 4
        threads.paying(for: work).forEach(0..<2 * Int(blocks), grain: 1) { range in
            for index in range { body(Int32(index / 2), index % 2) }
        }
    }
}
