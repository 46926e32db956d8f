import CLearning

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

extension LearningKernels {
    static func mix(
        _ x: UnsafePointer<Scalar>, _ w: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ samples: Int,
        _ blocks: Int32, _ inputs: Int32, _ outputs: Int32, _ first: Int32, _ last: Int32, _ isSeparable: Bool
    ) {
        let samples = Int32(samples)
        switch (isSingle, isSeparable) {
        case (true, false):
            ansatz_mix_modes_f(single(x), single(w), single(y), samples, blocks, inputs, outputs, first, last, 0)
        case (false, false):
            ansatz_mix_modes_d(double(x), double(w), double(y), samples, blocks, inputs, outputs, first, last, 0)
        case (true, true):
            ansatz_scale_modes_f(single(x), single(w), single(y), samples, blocks, inputs, first, last, 0, 0)
        case (false, true):
            ansatz_scale_modes_d(double(x), double(w), double(y), samples, blocks, inputs, first, last, 0, 0)
        }
    }

    static func mixAdjoint(
        _ dy: UnsafePointer<Scalar>, _ w: UnsafePointer<Scalar>, _ dx: UnsafeMutablePointer<Scalar>, _ samples: Int,
        _ blocks: Int32, _ inputs: Int32, _ outputs: Int32, _ first: Int32, _ last: Int32, _ isSeparable: Bool,
        adds: Bool
    ) {
        let (samples, adds): (Int32, Int32) = (Int32(samples), adds ? 1 : 0)
        switch (isSingle, isSeparable) {
        case (true, false):
            ansatz_mix_modes_adjoint_f(
                single(dy), single(w), single(dx), samples, blocks, inputs, outputs, first, last, adds)
        case (false, false):
            ansatz_mix_modes_adjoint_d(
                double(dy), double(w), double(dx), samples, blocks, inputs, outputs, first, last, adds)
        case (true, true):
            ansatz_scale_modes_f(single(dy), single(w), single(dx), samples, blocks, inputs, first, last, 1, adds)
        case (false, true):
            ansatz_scale_modes_d(double(dy), double(w), double(dx), samples, blocks, inputs, first, last, 1, adds)
        }
    }

    static func mixWeights(
        _ x: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, _ dw: UnsafeMutablePointer<Scalar>, _ samples: Int,
        _ blocks: Int32, _ inputs: Int32, _ outputs: Int32, _ first: Int32, _ last: Int32, _ isSeparable: Bool,
        adds: Bool
    ) {
        let (samples, adds): (Int32, Int32) = (Int32(samples), adds ? 1 : 0)
        switch (isSingle, isSeparable) {
        case (true, false):
            ansatz_mix_modes_weights_f(
                single(x), single(dy), single(dw), samples, blocks, inputs, outputs, first, last, adds)
        case (false, false):
            ansatz_mix_modes_weights_d(
                double(x), double(dy), double(dw), samples, blocks, inputs, outputs, first, last, adds)
        case (true, true):
            ansatz_scale_modes_weights_f(single(x), single(dy), single(dw), samples, blocks, inputs, first, last, adds)
        case (false, true):
            ansatz_scale_modes_weights_d(double(x), double(dy), double(dw), samples, blocks, inputs, first, last, adds)
        }
    }
}
