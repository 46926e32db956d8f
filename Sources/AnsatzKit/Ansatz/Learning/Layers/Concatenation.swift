/// The channels of several values one after the other; shared ones stand in every sample.
final class Concatenation<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "concatenate"
    let outputShape: [Int]
    private let counts: [Int]
    private let areShared: [Bool]
    private let total: Int

    init(_ values: [Value], shape: [Int]) {
        outputShape = shape
        counts = values.map(\.count)
        areShared = values.map(\.isShared)
        total = counts.reduce(0, +)
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds() }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        var offset = 0
        for (index, count) in counts.enumerated() {
            for sample in 0..<call.samples {
                let source = call.input(index) + (areShared[index] ? 0 : sample * count)
                (call.output + sample * total + offset).update(from: source, count: count)
            }
            offset += count
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        var offset = 0
        for (index, count) in counts.enumerated() {
            if let target = call.gradient(index) {
                for sample in 0..<call.samples {
                    let isShared = areShared[index]
                    Kernels.copy(
                        call.outputGradient + sample * total + offset, target + (isShared ? 0 : sample * count),
                        count: count, adds: call.accumulates(index) || (isShared && sample > 0))
                }
            }
            offset += count
        }
    }
}

extension Tape {
    /// Puts values together along their first dimension; at least one must be per sample, or all shared.
    ///
    /// - Throws: ``ShapeMismatch`` where the other extents differ.
    public func concatenate(_ values: [Value]) throws -> Value {
        guard let first = values.first, !first.shape.isEmpty else {
            throw ShapeMismatch("nothing to concatenate, or single numbers")
        }
        if values.count == 1 { return first }
        for value in values where value.shape.dropFirst() != first.shape.dropFirst() || value.shape.isEmpty {
            throw ShapeMismatch("\(value.shape) can't be put beside \(first.shape): only the first extents may differ")
        }
        let channels = values.reduce(0) { $0 + $1.shape[0] }
        return record(Concatenation<Scalar>(values, shape: [channels] + first.shape.dropFirst()), values)
    }
}
