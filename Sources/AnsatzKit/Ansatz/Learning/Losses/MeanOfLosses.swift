/// The mean of some single numbers a sample, such as the losses of several outputs.
public final class MeanOfLosses<Scalar: TensorScalar>: Operation {
    private let inputCount: Int

    public init(of inputCount: Int) { self.inputCount = inputCount }

    public var name: String { "mean" }
    public var outputShape: [Int] { [] }
    public var adjointNeeds: AdjointNeeds { AdjointNeeds() }

    public func forward(_ call: ForwardCall<Scalar>) {
        for sample in 0..<call.samples {
            var sum: Scalar = 0
            for input in 0..<inputCount { sum += call.input(input)[sample] }
            call.output[sample] = sum / Scalar(inputCount)
        }
    }

    public func adjoint(_ call: AdjointCall<Scalar>) {
        for input in 0..<inputCount {
            guard let gradient = call.gradient(input) else { continue }
            for sample in 0..<call.samples {
                let part = call.outputGradient[sample] / Scalar(inputCount)
                gradient[sample] = call.accumulates(input) ? gradient[sample] + part : part
            }
        }
    }
}
