/// √((‖e‖² + Σ ‖D e‖²) / (‖u‖² + Σ ‖D u‖²)) of each sample, with e = û - u and the derivatives D along its axes in space and
/// time.
///
/// D are differences: central ones, around the seam of periodic axes, one-sided at the ends of bounded ones. Lengths are
/// those of the axes, so that an axis in millimetres weighs derivatives otherwise than one in metres.
public final class RelativeH1Loss<Scalar: TensorScalar>: Operation {
    private let count: Int
    private let derivatives: [AxisDifferences]

    /// - Throws: ``ComputationError/unsuitable(_:help:)`` where the variable has no axis of two points or more.
    public init(_ variable: SampleVariable) throws {
        count = variable.count
        derivatives = variable.axes.enumerated().compactMap { dimension, axis in
            guard axis.role == .space || axis.role == .time, axis.count > 1 else { return nil }
            return AxisDifferences(axis, at: dimension, of: variable.shape)
        }
        if derivatives.isEmpty {
            throw ComputationError.unsuitable(
                "the loss 'relative_h1' needs an axis in space or time, which '\(variable.name)' has not",
                help: "take 'relative_l2' or 'mse'")
        }
    }

    public var name: String { "relative_h1" }
    public var outputShape: [Int] { [] }
    public var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0, 1]) }
    public var savedCount: Int { 1 }
    public func workCount(samples: Int) -> Int { 2 * count }

    public func forward(_ call: ForwardCall<Scalar>) {
        let (error, slope) = (call.work, call.work + count)
        for sample in 0..<call.samples {
            let (prediction, truth) = (call.input(0) + sample * count, call.input(1) + sample * count)
            var (numerator, denominator) = LearningKernels.distance(count, prediction, truth)
            LearningKernels.scaledDifference(count, prediction, truth, factor: 1, adds: false, into: error)
            for derivative in derivatives {
                derivative.apply(error, into: slope)
                numerator += LearningKernels.squareSum(count, slope)
                derivative.apply(truth, into: slope)
                denominator += LearningKernels.squareSum(count, slope)
            }
            call.output[sample] = Scalar((numerator / denominator).squareRoot())
            call.saved[sample] = Scalar(numerator.squareRoot() * denominator.squareRoot())
        }
    }

    public func adjoint(_ call: AdjointCall<Scalar>) {
        precondition(call.gradient(1) == nil, "the truth of a loss has no gradient")
        guard let gradient = call.gradient(0) else { return }
        let (error, slope) = (call.work, call.work + count)
        for sample in 0..<call.samples {
            let (prediction, truth) = (call.input(0) + sample * count, call.input(1) + sample * count)
            let product = Double(call.saved[sample])
            let factor = product == 0 ? 0 : Double(call.outputGradient[sample]) / product
            LearningKernels.scaledDifference(
                count, prediction, truth, factor: factor, adds: false, into: error)
            let target = gradient + sample * count
            for index in 0..<count { target[index] = (call.accumulates(0) ? target[index] : 0) + error[index] }
            for derivative in derivatives {
                derivative.apply(error, into: slope)
                derivative.addAdjoint(slope, to: target)
            }
        }
    }
}
