/// y = a + b.
final class Addition<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "add"
    let outputShape: [Int]
    private let count: Int

    init(_ shape: [Int]) {
        outputShape = shape
        count = shape.reduce(1, *)
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds() }
    var overwritableInput: Int? { 0 }
    var passedGradient: Int? { 0 }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        Kernels.add(call.input(0), call.input(1), call.output, count: call.samples * count)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        for operand in 0..<2 {
            guard let target = call.gradient(operand), UnsafePointer(target) != call.outputGradient else { continue }
            Kernels.copy(
                call.outputGradient, target, count: call.samples * count, adds: call.accumulates(operand))
        }
    }
}

extension Tape {
    /// The sum of two values of one shape, both per sample or both shared.
    public func add(_ a: Value, _ b: Value) throws -> Value {
        guard a.shape == b.shape, a.isShared == b.isShared else {
            throw ShapeMismatch("a sum of \(a.shape) and \(b.shape)")
        }
        return record(Addition<Scalar>(a.shape), [a, b])
    }
}
