extension Tape {
    /// Records (x - shift) / scale.
    public func normalized(_ x: Value, by normalizer: Normalizer) -> Value {
        if normalizer.kind == .none { return x }
        return record(NormalizationStep<Scalar>(normalizer, shape: x.shape, isInverse: false), [x])
    }

    /// Records x · scale + shift: from a network's values to physical ones.
    public func denormalized(_ x: Value, by normalizer: Normalizer) -> Value {
        if normalizer.kind == .none { return x }
        return record(NormalizationStep<Scalar>(normalizer, shape: x.shape, isInverse: true), [x])
    }
}

/// A normaliser, or its inverse, as an operation.
final class NormalizationStep<Scalar: TensorScalar>: Operation {
    let outputShape: [Int]
    private let count: Int
    private let isInverse: Bool
    private let shift: [Scalar]
    /// What is multiplied with: the scale, or one over it.
    private let factor: [Scalar]

    init(_ normalizer: Normalizer, shape: [Int], isInverse: Bool) {
        outputShape = shape
        count = shape.reduce(1, *)
        self.isInverse = isInverse
        shift = normalizer.expanded(normalizer.shift, to: count).map { Scalar($0) }
        factor = normalizer.expanded(normalizer.scale, to: count).map { Scalar(isInverse ? $0 : 1 / $0) }
    }

    var name: String { isInverse ? "denormalize" : "normalize" }
    var adjointNeeds: AdjointNeeds { AdjointNeeds() }
    var overwritableInput: Int? { 0 }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        let (x, y) = (call.input(0), call.output)
        shift.withUnsafeBufferPointer { shift in
            factor.withUnsafeBufferPointer { factor in
                if shift.count == 1 {
                    let (shift, factor) = (shift[0], factor[0])
                    let all = call.samples * count
                    if isInverse {
                        for i in 0..<all { y[i] = x[i] * factor + shift }
                    } else {
                        for i in 0..<all { y[i] = (x[i] - shift) * factor }
                    }
                    return
                }
                for sample in 0..<call.samples {
                    let (x, y) = (x + sample * count, y + sample * count)
                    if isInverse {
                        for i in 0..<count { y[i] = x[i] * factor[i] + shift[i] }
                    } else {
                        for i in 0..<count { y[i] = (x[i] - shift[i]) * factor[i] }
                    }
                }
            }
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let gradient = call.gradient(0) else { return }
        let beta = call.beta(0)
        let source = call.outputGradient
        factor.withUnsafeBufferPointer { factor in
            if factor.count == 1 {
                let factor = factor[0]
                for i in 0..<call.samples * count {
                    gradient[i] = (beta == 0 ? 0 : gradient[i]) + source[i] * factor
                }
                return
            }
            for sample in 0..<call.samples {
                let (gradient, source) = (gradient + sample * count, source + sample * count)
                for i in 0..<count { gradient[i] = (beta == 0 ? 0 : gradient[i]) + source[i] * factor[i] }
            }
        }
    }
}
