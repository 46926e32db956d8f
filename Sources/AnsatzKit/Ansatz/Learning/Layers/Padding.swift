/// Zeros around a field, or the way back, a part of it.
final class Padding<Scalar: TensorScalar>: Operation {
    let name: String
    let outputShape: [Int]
    private let channels: Int
    private let inner: [Int]
    private let outer: [Int]
    private let before: [Int]
    private let isCrop: Bool

    /// - Parameters:
    ///   - inner: points of the field without the border.
    ///   - before, after: points of the border at the ends of each axis.
    init(channels: Int, inner: [Int], before: [Int], after: [Int], isCrop: Bool) {
        self.channels = channels
        self.inner = inner
        self.before = before
        self.isCrop = isCrop
        outer = inner.indices.map { before[$0] + inner[$0] + after[$0] }
        outputShape = [channels] + (isCrop ? inner : outer)
        name = isCrop ? "crop" : "pad"
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds() }
    private var innerCount: Int { channels * inner.reduce(1, *) }
    private var outerCount: Int { channels * outer.reduce(1, *) }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            if isCrop {
                crop(call.input(0) + sample * outerCount, into: call.output + sample * innerCount, adds: false)
            } else {
                pad(call.input(0) + sample * innerCount, into: call.output + sample * outerCount, adds: false)
            }
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let target = call.gradient(0) else { return }
        for sample in 0..<call.samples {
            if isCrop {
                pad(
                    call.outputGradient + sample * innerCount, into: target + sample * outerCount,
                    adds: call.accumulates(0))
            } else {
                crop(
                    call.outputGradient + sample * outerCount, into: target + sample * innerCount,
                    adds: call.accumulates(0))
            }
        }
    }

    private func pad(_ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, adds: Bool) {
        if !adds { y.update(repeating: 0, count: outerCount) }
        eachRow { innerOffset, outerOffset, count in
            LearningKernels.copy(x + innerOffset, y + outerOffset, count: count, adds: adds)
        }
    }

    private func crop(_ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, adds: Bool) {
        eachRow { innerOffset, outerOffset, count in
            LearningKernels.copy(x + outerOffset, y + innerOffset, count: count, adds: adds)
        }
    }

    /// Rows of the field with their places in both arrays.
    private func eachRow(_ body: (_ inner: Int, _ outer: Int, _ count: Int) -> Void) {
        let last = inner.count - 1
        let rows = channels * inner[..<last].reduce(1, *)
        for row in 0..<rows {
            var (rest, place, stride) = (row, 0, 1)
            for axis in (0..<last).reversed() {
                place += (rest % inner[axis] + before[axis]) * stride
                rest /= inner[axis]
                stride *= outer[axis]
            }
            place += rest * stride
            body(row * inner[last], place * outer[last] + before[last], inner[last])
        }
    }
}

extension Tape {
    /// A field (channels, z, y, x) with zeros around it.
    ///
    /// - Parameters:
    ///   - before, after: points at the two ends of each axis, not negative.
    public func pad(_ x: Value, before: [Int], after: [Int]) -> Value {
        if before.allSatisfy({ $0 == 0 }), after.allSatisfy({ $0 == 0 }) { return x }
        return record(
            Padding<Scalar>(
                channels: x.shape[0], inner: Array(x.shape.dropFirst()), before: before, after: after, isCrop: false),
            [x])
    }

    /// The field within the border that ``pad(_:before:after:)`` put around it.
    public func crop(_ x: Value, before: [Int], after: [Int]) -> Value {
        if before.allSatisfy({ $0 == 0 }), after.allSatisfy({ $0 == 0 }) { return x }
        let inner = x.shape.dropFirst().enumerated().map { $0.element - before[$0.offset] - after[$0.offset] }
        return record(
            Padding<Scalar>(channels: x.shape[0], inner: inner, before: before, after: after, isCrop: true), [x])
    }
}
