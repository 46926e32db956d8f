/// ‖W F e‖₂ / ‖W F u‖₂ of each sample, with e = û - u, the discrete Fourier transform F and the weights
/// W = √(1 + Σ k²) of the whole wavenumbers k of its axes in space and time.
///
/// With a truncation K, wavenumbers of K or more count as 0, each axis by itself. Fields are taken as periodic whatever
/// their axes say. Source: the loss of X. He, X. Liu and J. Xu, "MgNO", ICLR 2024, with K = 20.
public final class FourierH1Loss<Scalar: TensorScalar>: Operation {
    private let count: Int
    private let transform: BatchedTransform<Scalar>
    private let inverse: BatchedTransform<Scalar>
    private let spectrumCount: Int
    private let lastExtent: Int
    /// Σ k² of each number of a spectrum.
    private let squares: [Scalar]

    /// - Throws: ``ComputationError/unsuitable(_:help:)`` for variables with other than one to three axes, or axes that
    ///   count components.
    public init(_ variable: SampleVariable, truncation: Int?) throws {
        let shape = variable.shape
        guard (1...3).contains(shape.count), variable.axes.allSatisfy({ $0.role == .space || $0.role == .time }),
            let last = shape.last, variable.count > 0
        else {
            throw ComputationError.unsuitable(
                "the loss 'fourier_h1' needs one to three axes in space or time; '\(variable.name)' has "
                    + (variable.axes.isEmpty ? "none" : variable.axes.map(\.name).joined(separator: ", ")),
                help: "take 'relative_h1'")
        }
        count = variable.count
        let rows = count / last
        spectrumCount = rows * (last / 2 + 1)
        lastExtent = last
        transform = try BatchedTransform(
            .realForward, shape: shape, batch: 1, inputScalars: count, outputScalars: 2 * spectrumCount)
        inverse = try BatchedTransform(
            .realBackward, shape: shape, batch: 1, inputScalars: 2 * spectrumCount, outputScalars: count)
        let limit = truncation ?? .max
        squares = (0..<spectrumCount).map { position in
            var rest = position
            var sum = 0
            for (axis, extent) in shape.enumerated().reversed() {
                let stored = axis == shape.count - 1 ? extent / 2 + 1 : extent
                let k = FourierTransform<Scalar>.wavenumber(rest % stored, of: extent).magnitude
                if k < limit { sum += Int(k * k) }
                rest /= stored
            }
            return Scalar(sum)
        }
    }

    public var name: String { "fourier_h1" }
    public var outputShape: [Int] { [] }
    public var adjointNeeds: AdjointNeeds { AdjointNeeds(inputs: [0, 1]) }
    public var savedCount: Int { 1 }

    /// On 64-byte boundaries, as the transform's plans want their memory.
    private var fieldRoom: Int { (count + 15) / 16 * 16 }
    public func workCount(samples: Int) -> Int { fieldRoom + (2 * spectrumCount + 15) / 16 * 16 }

    public func forward(_ call: ForwardCall<Scalar>) {
        let (field, spectrum) = (call.work, call.work + fieldRoom)
        for sample in 0..<call.samples {
            let (prediction, truth) = (call.input(0) + sample * count, call.input(1) + sample * count)
            var (numerator, denominator) = LearningKernels.distance(count, prediction, truth)
            LearningKernels.scaledDifference(count, prediction, truth, factor: 1, adds: false, into: field)
            numerator += slopes(of: field, spectrum)
            field.update(from: truth, count: count)
            denominator += slopes(of: field, spectrum)
            call.output[sample] = Scalar((numerator / denominator).squareRoot())
            call.saved[sample] = Scalar(numerator.squareRoot() * denominator.squareRoot())
        }
    }

    /// Σ k² |f̂|² over all wavenumbers, in the scale in which Σ |f̂|² = Σ f².
    private func slopes(of field: UnsafeMutablePointer<Scalar>, _ spectrum: UnsafeMutablePointer<Scalar>) -> Double {
        transform.execute(field, spectrum, .one)
        let columns = lastExtent / 2 + 1
        var sum = 0.0
        for position in 0..<spectrumCount {
            let (re, im) = (Double(spectrum[2 * position]), Double(spectrum[2 * position + 1]))
            let column = position % columns
            // The rest of the spectrum mirrors these columns.
            let multiplicity = column == 0 || 2 * column == lastExtent ? 1.0 : 2.0
            sum += multiplicity * Double(squares[position]) * (re * re + im * im)
        }
        return sum / Double(count)
    }

    public func adjoint(_ call: AdjointCall<Scalar>) {
        precondition(call.gradient(1) == nil, "the truth of a loss has no gradient")
        guard let gradient = call.gradient(0) else { return }
        let (field, spectrum) = (call.work, call.work + fieldRoom)
        let scale = 1 / Scalar(count)
        for sample in 0..<call.samples {
            let product = Double(call.saved[sample])
            let factor = product == 0 ? 0 : Double(call.outputGradient[sample]) / product
            LearningKernels.scaledDifference(
                count, call.input(0) + sample * count, call.input(1) + sample * count, factor: factor, adds: false,
                into: field)
            transform.execute(field, spectrum, .one)
            for position in 0..<spectrumCount {
                let weight = (1 + squares[position]) * scale
                spectrum[2 * position] *= weight
                spectrum[2 * position + 1] *= weight
            }
            inverse.execute(spectrum, field, .one)
            let target = gradient + sample * count
            for index in 0..<count { target[index] = (call.accumulates(0) ? target[index] : 0) + field[index] }
        }
    }
}
