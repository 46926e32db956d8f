/// The mean of (û - u)² over the numbers of each sample.
public final class MeanSquaredError<Scalar: TensorScalar>: Operation {
    private let count: Int

    public init(count: Int) { self.count = count }

    public var name: String { "mse" }
    public var outputShape: [Int] { [] }
    public var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0, 1]) }

    public func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            let distance = LearningKernels.distance(
                count, call.input(0) + sample * count, call.input(1) + sample * count
            ).distance
            call.output[sample] = Scalar(distance / Double(count))
        }
    }

    public func adjoint(_ call: AdjointCall<Scalar>) {
        precondition(call.gradient(1) == nil, "the truth of a loss has no gradient")
        guard let gradient = call.gradient(0) else { return }
        for sample in 0..<call.samples {
            LearningKernels.scaledDifference(
                count, call.input(0) + sample * count, call.input(1) + sample * count,
                factor: 2 * Double(call.outputGradient[sample]) / Double(count), adds: call.accumulates(0),
                into: gradient + sample * count)
        }
    }
}
