/// Some of the channels.
final class Slice<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "slice"
    let outputShape: [Int]
    private let total: Int
    private let offset: Int
    private let count: Int

    init(_ shape: [Int], channels: Range<Int>) {
        let points = shape.dropFirst().reduce(1, *)
        total = shape[0] * points
        offset = channels.lowerBound * points
        count = channels.count * points
        outputShape = [channels.count] + shape.dropFirst()
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds() }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            (call.output + sample * count).update(from: call.input(0) + sample * total + offset, count: count)
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let target = call.gradient(0) else { return }
        for sample in 0..<call.samples {
            let start = target + sample * total
            if !call.accumulates(0) { start.update(repeating: 0, count: total) }
            Kernels.copy(call.outputGradient + sample * count, start + offset, count: count, adds: true)
        }
    }
}

extension Tape {
    /// Some channels of a value, which are its first dimension.
    ///
    /// - Throws: ``ShapeMismatch`` where there are no such channels.
    public func slice(_ x: Value, channels: Range<Int>) throws -> Value {
        guard let count = x.shape.first, channels.upperBound <= count, !channels.isEmpty else {
            throw ShapeMismatch("channels \(channels) of \(x.shape)")
        }
        if channels.count == count { return x }
        return record(Slice<Scalar>(x.shape, channels: channels), [x])
    }
}
