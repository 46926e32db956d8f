/// ‖û - u‖₂ / ‖u‖₂ of each sample, from a prediction û and the truth u.
///
/// Where they are equal the gradient is 0. A truth of zeros gives infinity.
public final class RelativeL2Loss<Scalar: TensorScalar>: Operation {
    private let count: Int

    public init(count: Int) { self.count = count }

    public var name: String { "relative_l2" }
    public var outputShape: [Int] { [] }
    public var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0, 1]) }
    /// ‖û - u‖₂ ‖u‖₂.
    public var savedCount: Int { 1 }

    public func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            let (distance, reference) = LearningKernels.distance(
                count, call.input(0) + sample * count, call.input(1) + sample * count)
            call.output[sample] = Scalar((distance / reference).squareRoot())
            call.saved[sample] = Scalar(distance.squareRoot() * reference.squareRoot())
        }
    }

    public func adjoint(_ call: AdjointCall<Scalar>) {
        precondition(call.gradient(1) == nil, "the truth of a loss has no gradient")
        guard let gradient = call.gradient(0) else { return }
        for sample in 0..<call.samples {
            let product = Double(call.saved[sample])
            LearningKernels.scaledDifference(
                count, call.input(0) + sample * count, call.input(1) + sample * count,
                factor: product == 0 ? 0 : Double(call.outputGradient[sample]) / product,
                adds: call.accumulates(0), into: gradient + sample * count)
        }
    }
}
