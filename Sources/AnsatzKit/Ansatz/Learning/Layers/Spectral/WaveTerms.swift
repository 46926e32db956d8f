/// How complex coefficients follow from products of cosines and sines, and the other way round.
///
/// exp(-iθ) with θ = θ₁ + … + θ_d is a sum of products of cosines and sines of the θⱼ. Those with an even number of
/// sines are its real part, the others its imaginary part.
struct WaveTerms {
    private let axes: [AxisWaves]
    private let window: FourierWindow
    private let weights: [Double]
    private let lastFrequencies: [Int]

    init(_ axes: [AxisWaves], _ window: FourierWindow, _ shape: [Int], isMean: Bool) {
        self.axes = axes
        self.window = window
        lastFrequencies = window.frequencies.last ?? []
        let points = shape.reduce(1, *)
        weights = lastFrequencies.map { frequency in
            if isMean { return 1 / Double(points) }
            return frequency == 0 || 2 * frequency == shape[shape.count - 1] ? 1 : 2
        }
    }

    /// One summand: a product's index, and its sign and weight in the real or imaginary part.
    private struct Term {
        var mode: Int
        var product: Int
        var isImaginary: Bool
        var coefficient: Double
    }

    /// All summands, in the order of the modes.
    private var terms: [Term] {
        var all: [Term] = []
        for mode in 0..<window.count {
            var rest = mode
            var frequencies = [Int](repeating: 0, count: axes.count)
            for axis in axes.indices.reversed() {
                let kept = window.frequencies[axis]
                frequencies[axis] = kept[rest % kept.count]
                rest /= kept.count
            }
            let weight = weights[mode % lastFrequencies.count]
            for choice in 0..<(1 << axes.count) {
                var (product, sineCount, sign) = (0, 0, 1.0)
                var isThere = true
                for axis in axes.indices {
                    let isSine = choice >> axis & 1 == 1
                    guard let row = axes[axis].row(of: frequencies[axis], isSine: isSine) else {
                        isThere = false
                        break
                    }
                    product = product * axes[axis].count + row
                    if isSine {
                        sineCount += 1
                        if frequencies[axis] < 0 { sign = -sign }
                    }
                }
                guard isThere else { continue }
                // (-i)ᵐ for m sines: 1, -i, -1, i.
                let turned = [1.0, -1, -1, 1][sineCount % 4]
                all.append(
                    Term(
                        mode: mode, product: product, isImaginary: sineCount % 2 == 1,
                        coefficient: weight * sign * turned))
            }
        }
        return all
    }

    /// Coefficients, packed, from products.
    func gatherCoefficients<Scalar: TensorScalar>(blocks: Int) -> SignedGather<Scalar> {
        var rows = [[(Int, Double)]](repeating: [], count: blocks * 32)
        for term in terms {
            rows[term.mode / 16 * 32 + (term.isImaginary ? 16 : 0) + term.mode % 16].append(
                (term.product, term.coefficient))
        }
        return SignedGather(rows, run: 32)
    }

    /// Products from packed coefficients of one among `channels`.
    func gatherProducts<Scalar: TensorScalar>(channels: Int) -> SignedGather<Scalar> {
        let products = axes.reduce(1) { $0 * $1.count }
        var rows = [[(Int, Double)]](repeating: [], count: products)
        for term in terms {
            let place = term.mode / 16 * channels * 32 + (term.isImaginary ? 16 : 0) + term.mode % 16
            rows[term.product].append((place, term.coefficient))
        }
        return SignedGather(rows, run: 16)
    }
}
