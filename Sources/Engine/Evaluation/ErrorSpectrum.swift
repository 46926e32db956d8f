import Ansatz

/// How error and truth spread over wavenumbers: shells of equal |k| around the origin, summed, meaned over samples.
///
/// Shell m holds the wavenumbers with m − 1/2 ≤ |k| < m + 1/2, counted in periods of each axis. Fields are taken as periodic
/// whatever they are: where they don't join, the jump spreads over all shells of truth and prediction alike.
struct ErrorSpectrum {
    private let transform: RealFourierTransform<Double>
    /// The shell of every number of a spectrum, and how often it stands for one.
    private let shells: [(shell: Int, weight: Double)]
    private var error: [Double]
    private var truth: [Double]
    private var count = 0

    /// - Returns: `nil` for variables of other than one to three axes in space.
    init?(_ variable: SampleVariable) {
        let shape = variable.shape
        guard (1...3).contains(shape.count), variable.axes.allSatisfy({ $0.role == .space }), shape.min() ?? 0 > 2,
            let transform = try? RealFourierTransform<Double>(shape: shape), let last = shape.last
        else { return nil }
        self.transform = transform
        let stored = last / 2 + 1
        let shellCount = (shape.min() ?? 0) / 2 + 1
        let total = variable.count / last * stored
        shells = (0..<total).map { position in
            var (rest, square) = (position, 0.0)
            for (dimension, extent) in shape.enumerated().reversed() {
                let length = dimension == shape.count - 1 ? stored : extent
                let k = Double(FourierTransform<Double>.wavenumber(rest % length, of: extent))
                square += k * k
                rest /= length
            }
            let column = position % stored
            // The rest of the spectrum mirrors these columns.
            return (Int(square.squareRoot().rounded()), column == 0 || 2 * column == last ? 1 : 2)
        }
        error = Array(repeating: 0, count: shellCount)
        truth = error
    }

    mutating func add(_ prediction: Tensor<Double>, _ truth: Tensor<Double>) throws {
        var difference = prediction
        axpy(-1, truth, &difference)
        try add(difference, to: &error)
        try add(truth, to: &self.truth)
        count += 1
    }

    /// Adds Σ |f̂|² / N² of every shell: the squares of amplitudes, whose sum is the mean of f².
    private func add(_ field: Tensor<Double>, to sums: inout [Double]) throws {
        let spectrum = try transform.forward(field)
        let scale = 1 / (Double(field.count) * Double(field.count))
        spectrum.withBuffer { spectrum in
            for (number, (shell, weight)) in zip(spectrum, shells) where shell < sums.count {
                sums[shell] += weight * scale * (number.re * number.re + number.im * number.im)
            }
        }
    }

    /// Amplitudes: the roots of the means.
    func fields(named name: String, of variable: SampleVariable) throws -> [Field] {
        let axis = Axis(
            "wavenumber_\(name)", .uniform(first: 0, spacing: 1, count: error.count),
            longName: "wavenumber, in periods of the axes", role: .component)
        func field(_ kind: String, _ sums: [Double]) throws -> Field {
            try Field(
                "spectrum_\(kind)_\(name)", axes: [axis],
                Tensor(sums.map { ($0 / Double(max(count, 1))).squareRoot() }), unit: variable.unit,
                longName: "amplitude of the \(kind) over wavenumbers")
        }
        return [try field("error", error), try field("truth", truth)]
    }
}
