/// The same numbers under another shape.
final class Reshaping<Scalar: TensorScalar>: Operation {
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

    func forward(_ call: ForwardCall<Scalar>) {
        if UnsafePointer(call.output) != call.input(0) {
            call.output.update(from: call.input(0), count: call.samples * count)
        }
    }

    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let target = call.gradient(0), UnsafePointer(target) != call.outputGradient else { return }
        LearningKernels.copy(call.outputGradient, target, count: call.samples * count, adds: call.accumulates(0))
    }
}

extension Tape {
    /// The numbers of x in row-major order under another shape.
    public func reshape(_ x: Value, to shape: [Int]) throws -> Value {
        if x.shape == shape { return x }
        guard Tensor<Scalar>.elementCount(of: shape) == x.count else {
            throw ShapeMismatch("\(x.shape) as \(shape)")
        }
        return record(Reshaping<Scalar>(to: shape), [x])
    }
}
