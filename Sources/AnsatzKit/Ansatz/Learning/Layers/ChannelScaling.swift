/// y[c] = g[c] x[c] + base[c]: a gate for each channel.
final class ChannelScaling<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "channel_scaling"
    let outputShape: [Int]
    private let channels: Int
    private let points: Int
    private let hasBase: Bool

    init(_ shape: [Int], hasBase: Bool) {
        outputShape = shape
        channels = shape[0]
        points = shape.dropFirst().reduce(1, *)
        self.hasBase = hasBase
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0]) }
    var overwritableInput: Int? { hasBase ? 2 : nil }
    var passedGradient: Int? { hasBase ? 2 : nil }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            let offset = sample * channels * points
            let y = call.output + offset
            if hasBase {
                let base = call.input(2) + offset
                if base != UnsafePointer(y) { y.update(from: base, count: channels * points) }
            }
            Kernels.scaleRows(
                call.input(1), call.input(0) + offset, y, rows: channels, columns: points, adds: hasBase)
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        for sample in 0..<call.samples {
            let offset = sample * channels * points
            let gradient = call.outputGradient + offset
            if let x = call.gradient(0) {
                Kernels.scaleRows(
                    call.input(1), gradient, x + offset, rows: channels, columns: points, adds: call.accumulates(0))
            }
            if let gate = call.gradient(1) {
                Kernels.rowProducts(
                    call.input(0) + offset, gradient, gate, rows: channels, columns: points,
                    adds: sample > 0 || call.accumulates(1))
            }
            if hasBase, let base = call.gradient(2) {
                let target = base + offset
                if UnsafePointer(target) != gradient {
                    Kernels.copy(gradient, target, count: channels * points, adds: call.accumulates(2))
                }
            }
        }
    }
}

extension Tape {
    /// Each channel times a trained number, added to `base` where one is given; the parameter is `name/gate`, drawn as
    /// ones.
    public func channelScaling(_ x: Value, named name: String, base: Value? = nil) throws -> Value {
        if let base, base.shape != x.shape { throw ShapeMismatch("\(x.shape) added to \(base.shape)") }
        let gate = try parameter(name + "/gate", shape: [x.shape[0]], .ones)
        return record(
            ChannelScaling<Scalar>(x.shape, hasBase: base != nil), [x, gate] + (base.map { [$0] } ?? []))
    }
}
