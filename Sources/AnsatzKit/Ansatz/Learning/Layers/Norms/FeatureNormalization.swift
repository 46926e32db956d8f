import CLearning

/// y = (x - mean)/√(variance + ε) w + b, over what a ``FeatureNorm`` says.
final class FeatureNormalization<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "norm"
    let outputShape: [Int]
    private let channels: Int
    private let points: Int
    /// `nil` for a norm over the channels of each point.
    private let groups: Int?
    private let isPerNumber: Bool
    private let epsilon: Double

    init(_ shape: [Int], groups: Int?, isPerNumber: Bool, epsilon: Double) {
        outputShape = shape
        channels = shape[0]
        points = shape.dropFirst().reduce(1, *)
        self.groups = groups
        self.isPerNumber = isPerNumber
        self.epsilon = epsilon
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0]) }
    var savedCount: Int { 2 * (groups ?? points) }
    func workCount(samples: Int) -> Int { groups == nil ? 2 * points : 0 }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        let (x, w, b) = (call.input(0), call.input(1), call.input(2))
        if let groups {
            let members = channels / groups
            if Kernels.isSingle {
                ansatz_group_norm_f(
                    call.samples, groups, members, points, isPerNumber ? 1 : 0, Float(epsilon), Kernels.single(x),
                    Kernels.single(w), Kernels.single(b), Kernels.single(call.output), Kernels.single(call.saved))
            } else {
                ansatz_group_norm_d(
                    call.samples, groups, members, points, isPerNumber ? 1 : 0, epsilon, Kernels.double(x),
                    Kernels.double(w), Kernels.double(b), Kernels.double(call.output), Kernels.double(call.saved))
            }
        } else if Kernels.isSingle {
            ansatz_channel_norm_f(
                call.samples, channels, points, Float(epsilon), Kernels.single(x), Kernels.single(w),
                Kernels.single(b), Kernels.single(call.output), Kernels.single(call.saved))
        } else {
            ansatz_channel_norm_d(
                call.samples, channels, points, epsilon, Kernels.double(x), Kernels.double(w), Kernels.double(b),
                Kernels.double(call.output), Kernels.double(call.saved))
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        let (x, w, saved, dy) = (call.input(0), call.input(1), call.saved, call.outputGradient)
        let (dx, dw, db) = (call.gradient(0), call.gradient(1), call.gradient(2))
        func adds(_ input: Int) -> Int32 { call.accumulates(input) ? 1 : 0 }
        if let groups {
            let members = channels / groups
            if Kernels.isSingle {
                ansatz_group_norm_adjoint_f(
                    call.samples, groups, members, points, isPerNumber ? 1 : 0, Kernels.single(x), Kernels.single(w),
                    Kernels.single(saved), Kernels.single(dy), dx.map(Kernels.single), adds(0),
                    dw.map(Kernels.single), adds(1), db.map(Kernels.single), adds(2))
            } else {
                ansatz_group_norm_adjoint_d(
                    call.samples, groups, members, points, isPerNumber ? 1 : 0, Kernels.double(x), Kernels.double(w),
                    Kernels.double(saved), Kernels.double(dy), dx.map(Kernels.double), adds(0),
                    dw.map(Kernels.double), adds(1), db.map(Kernels.double), adds(2))
            }
        } else if Kernels.isSingle {
            ansatz_channel_norm_adjoint_f(
                call.samples, channels, points, Kernels.single(x), Kernels.single(w), Kernels.single(saved),
                Kernels.single(dy), dx.map(Kernels.single), adds(0), dw.map(Kernels.single), adds(1),
                db.map(Kernels.single), adds(2), Kernels.single(call.work))
        } else {
            ansatz_channel_norm_adjoint_d(
                call.samples, channels, points, Kernels.double(x), Kernels.double(w), Kernels.double(saved),
                Kernels.double(dy), dx.map(Kernels.double), adds(0), dw.map(Kernels.double), adds(1),
                db.map(Kernels.double), adds(2), Kernels.double(call.work))
        }
    }
}

extension Tape {
    /// Takes away the mean and divides by the deviation of each sample's numbers, then scales and shifts by weights that
    /// are trained: y = (x - mean)/√(variance + ε) w + b, with the biased variance.
    ///
    /// - Parameters:
    ///   - x: (channels, ...), channels first.
    ///   - norm: what mean and variance are over.
    ///   - name: of the layer; its parameters are `name/weight`, 1 at first, and `name/bias`, 0 at first: one number a
    ///     channel, or for ``FeatureNorm/layer`` one for every number of x.
    ///   - epsilon: ε, 1e-5 as in PyTorch.
    ///   - isTrained: whether there are such parameters; else w is 1 and b is 0.
    /// - Throws: ``ShapeMismatch`` where the groups don't divide the channels, or x has none.
    /// Source: J. L. Ba et al., arXiv:1607.06450; Y. Wu and K. He, arXiv:1803.08494.
    public func normalize(
        _ x: Value, over norm: FeatureNorm, named name: String, epsilon: Double = 1e-5, isTrained: Bool = true
    ) throws -> Value {
        guard let channels = x.shape.first, channels > 0 else {
            throw ShapeMismatch("layer '\(name)' normalises channels, and has a single number")
        }
        var (groups, isPerNumber): (Int?, Bool) = (nil, false)
        switch norm {
        case .layer: (groups, isPerNumber) = (1, true)
        case .channels: break
        case .instance: groups = channels
        case .group(let number):
            guard number > 0, channels % number == 0 else {
                throw ShapeMismatch("layer '\(name)' has \(channels) channels, which are not \(number) equal groups")
            }
            groups = number
        }
        let affine = isPerNumber ? x.shape : [channels]
        let operation = FeatureNormalization<Scalar>(
            x.shape, groups: groups, isPerNumber: isPerNumber, epsilon: epsilon)
        func factors(_ part: String, _ initialization: Initialization, _ value: Double) throws -> Value {
            if isTrained { return try parameter(name + "/" + part, shape: affine, initialization) }
            return constant(Tensor(Array(repeating: value, count: affine.reduce(1, *)), shape: affine))
        }
        return record(operation, [x, try factors("weight", .ones, 1), try factors("bias", .zeros, 0)])
    }
}
