import CLearning

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

    /// For one block of frequencies, and weights of some inputs; of all channels where they are separable.
    static func mixWeights(
        _ x: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, _ dw: UnsafeMutablePointer<Scalar>, _ samples: Int,
        _ blocks: Int32, _ inputs: Int32, _ outputs: Int32, _ block: Int32, _ range: Range<Int32>,
        _ isSeparable: Bool, adds: Bool
    ) {
        let (samples, adds): (Int32, Int32) = (Int32(samples), adds ? 1 : 0)
        switch (isSingle, isSeparable) {
        case (true, false):
            ansatz_mix_modes_weights_f(
                single(x), single(dy), single(dw), samples, blocks, inputs, outputs, block, range.lowerBound,
                range.upperBound, adds)
        case (false, false):
            ansatz_mix_modes_weights_d(
                double(x), double(dy), double(dw), samples, blocks, inputs, outputs, block, range.lowerBound,
                range.upperBound, adds)
        case (true, true):
            ansatz_scale_modes_weights_f(
                single(x), single(dy), single(dw), samples, blocks, inputs, block, block + 1, adds)
        case (false, true):
            ansatz_scale_modes_weights_d(
                double(x), double(dy), double(dw), samples, blocks, inputs, block, block + 1, adds)
        }
    }
}
