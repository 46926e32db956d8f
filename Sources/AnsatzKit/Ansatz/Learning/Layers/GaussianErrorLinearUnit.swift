/// y = x Φ(x), with the distribution function Φ of the normal distribution (by erf; not the tanh approximation).
///
/// In single precision Φ is within 4e-8 of its value, the slope within 3e-7.
/// Source: D. Hendrycks and K. Gimpel, "Gaussian Error Linear Units", arXiv:1606.08415.
final class GaussianErrorLinearUnit<Scalar: TensorScalar>: Operation {
    private typealias Kernels = LearningKernels<Scalar>
    let name = "gelu"
    let outputShape: [Int]
    private let count: Int

    init(_ shape: [Int]) {
        outputShape = shape
        count = shape.reduce(1, *)
    }

    var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0]) }
    var overwritableInput: Int? { 0 }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        Kernels.gelu(call.input(0), call.output, count: call.samples * count)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let x = call.gradient(0) else { return }
        Kernels.geluAdjoint(
            call.input(0), call.outputGradient, x, count: call.samples * count, adds: call.accumulates(0))
    }
}

extension Tape {
    /// The Gaussian error linear unit of each number: x Φ(x).
    public func gelu(_ x: Value) -> Value { record(GaussianErrorLinearUnit<Scalar>(x.shape), [x]) }
}
