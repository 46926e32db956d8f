/// The same numbers in another shape.
final class Reshape<Scalar: TensorScalar>: Operation {
    let name = "reshape"
    let outputShape: [Int]
    private let count: Int

    init(to shape: [Int]) {
        outputShape = shape
        count = shape.reduce(1, *)
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds() }
    var overwritableInput: Int? { 0 }
    var passedGradient: Int? { 0 }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        guard call.input(0) != UnsafePointer(call.output) else { return }
        call.output.update(from: call.input(0), count: call.samples * count)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let target = call.gradient(0), UnsafePointer(target) != call.outputGradient else { return }
        LearningKernels<Scalar>.copy(
            call.outputGradient, target, count: call.samples * count, adds: call.accumulates(0))
    }
}

extension Tape {
    /// The same numbers in another shape, row-major.
    ///
    /// - Throws: ``ShapeMismatch`` where the numbers of elements differ.
    public func reshape(_ x: Value, to shape: [Int]) throws -> Value {
        if x.shape == shape { return x }
        guard Tensor<Scalar>.elementCount(of: shape) == x.count else {
            throw ShapeMismatch("\(x.shape) can't be read as \(shape)")
        }
        return record(Reshape<Scalar>(to: shape), [x])
    }
}
