/// The mean of (û - u)² over the numbers of each sample.
public final class MeanSquaredError<Scalar: TensorScalar>: Operation {
    private let count: Int

    public init(count: Int) { self.count = count }

    public var name: String { "mse" }
    public var outputShape: [Int] { [] }
    public var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0, 1]) }

    public func forward(_ call: ForwardCall<Scalar>) {
        LearningKernels.meanSquares(call.samples, count, call.input(0), call.input(1), into: call.output)
    }

    public func adjoint(_ call: AdjointCall<Scalar>) {
        precondition(call.gradient(1) == nil, "the truth of a loss has no gradient")
        guard let gradient = call.gradient(0) else { return }
        LearningKernels.meanSquaresAdjoint(
            call.samples, count, call.input(0), call.input(1), weights: call.outputGradient,
            adds: call.accumulates(0), into: gradient)
    }
}
