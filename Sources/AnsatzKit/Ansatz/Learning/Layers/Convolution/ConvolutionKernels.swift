import CLearning

/// The C kernels of convolutions, in the precision of the tape.
struct ConvolutionKernels<Scalar: TensorScalar> {
    private typealias Kernels = LearningKernels<Scalar>

    private let shape: ansatz_convolution
    /// Numbers of work space that a call needs.
    let workCount: Int

    init(_ shape: ConvolutionShape) {
        self.shape = shape.description
        var description = shape.description
        workCount = Kernels.isSingle ? ansatz_convolution_work_f(&description) : ansatz_convolution_work_d(&description)
    }

    /// y = addend + scale (conv(x) + bias).
    func convolve(
        _ samples: Int, _ x: UnsafePointer<Scalar>, _ weights: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
        addend: UnsafePointer<Scalar>?, scale: Double, _ y: UnsafeMutablePointer<Scalar>,
        _ work: UnsafeMutablePointer<Scalar>
    ) {
        withUnsafePointer(to: shape) { shape in
            if Kernels.isSingle {
                ansatz_convolve_f(
                    shape, samples, Kernels.single(x), Kernels.single(weights), bias.map(Kernels.single),
                    addend.map(Kernels.single), Float(scale), Kernels.single(y), Kernels.single(work))
            } else {
                ansatz_convolve_d(
                    shape, samples, Kernels.double(x), Kernels.double(weights), bias.map(Kernels.double),
                    addend.map(Kernels.double), scale, Kernels.double(y), Kernels.double(work))
            }
        }
    }

    /// x = addend + scale (convᵀ(y) + bias).
    func convolveTransposed(
        _ samples: Int, _ y: UnsafePointer<Scalar>, _ weights: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
        addend: UnsafePointer<Scalar>?, scale: Double, _ x: UnsafeMutablePointer<Scalar>,
        _ work: UnsafeMutablePointer<Scalar>
    ) {
        withUnsafePointer(to: shape) { shape in
            if Kernels.isSingle {
                ansatz_convolve_transposed_f(
                    shape, samples, Kernels.single(y), Kernels.single(weights), bias.map(Kernels.single),
                    addend.map(Kernels.single), Float(scale), Kernels.single(x), Kernels.single(work))
            } else {
                ansatz_convolve_transposed_d(
                    shape, samples, Kernels.double(y), Kernels.double(weights), bias.map(Kernels.double),
                    addend.map(Kernels.double), scale, Kernels.double(x), Kernels.double(work))
            }
        }
    }

    /// gradient = (adds ? gradient : 0) + scale ∂(y · conv(x))/∂weights.
    func gradientOfWeights(
        _ samples: Int, x: UnsafePointer<Scalar>, y: UnsafePointer<Scalar>, scale: Double, adds: Bool,
        _ gradient: UnsafeMutablePointer<Scalar>, _ work: UnsafeMutablePointer<Scalar>
    ) {
        withUnsafePointer(to: shape) { shape in
            if Kernels.isSingle {
                ansatz_convolve_weights_f(
                    shape, samples, Kernels.single(x), Kernels.single(y), Float(scale), adds ? 1 : 0,
                    Kernels.single(gradient), Kernels.single(work))
            } else {
                ansatz_convolve_weights_d(
                    shape, samples, Kernels.double(x), Kernels.double(y), scale, adds ? 1 : 0,
                    Kernels.double(gradient), Kernels.double(work))
            }
        }
    }

    /// sums[c] = (adds ? sums[c] : 0) + scale Σ of plane c over all samples.
    static func sumPlanes(
        _ samples: Int, channels: Int, points: Int, _ planes: UnsafePointer<Scalar>, scale: Double,
        adds: Bool, _ sums: UnsafeMutablePointer<Scalar>
    ) {
        if Kernels.isSingle {
            ansatz_sum_planes_f(
                samples, channels, points, Kernels.single(planes), Float(scale), adds ? 1 : 0, Kernels.single(sums))
        } else {
            ansatz_sum_planes_d(
                samples, channels, points, Kernels.double(planes), scale, adds ? 1 : 0, Kernels.double(sums))
        }
    }
}
