/// The Fourier coefficients of a window as products of small matrices, and the way back.
///
/// A real field is first multiplied along each axis by the waves cos(2πkx/n) and sin(2πkx/n), which are few; sums and
/// differences of the results are the complex coefficients
///
///     Z(k) = w(k) Σₓ u(x) exp(-2πi k·x/n).
///
/// The way back, ``synthesize``, computes y(x) = Σₖ w(k) (Re Z cos(2π k·x/n) - Im Z sin(2π k·x/n)), which is the adjoint
/// of the first. With few frequencies this is cheaper than a fast transform of the whole grid, and any number of points
/// will do. Coefficients are packed in blocks of 16 frequencies: `[block][channel][re, im][16]`.
final class TruncatedTransform<Scalar: TensorScalar> {
    /// Weights of the frequencies in the sums.
    enum Weighting {
        /// 1/n over all points: coefficients that don't depend on the grid.
        case mean
        /// What a real field needs, which has the conjugate coefficients too: 2, or 1 where the last frequency is 0 or
        /// half the points.
        case conjugatePairs
    }

    private typealias Kernels = LearningKernels<Scalar>

    let channels: Int
    let shape: [Int]
    let points: Int
    /// Blocks of 16 coefficients.
    let blocks: Int
    /// For each axis [waves][points], cosines first.
    private let waves: [[Scalar]]
    /// Those of the last axis as [points][waves].
    private let turnedWaves: [Scalar]
    private let waveCounts: [Int]
    private let toCoefficients: SignedGather<Scalar>
    private let fromCoefficients: SignedGather<Scalar>
    private let products: Int

    init(channels: Int, shape: [Int], window: FourierWindow, _ weighting: Weighting) {
        self.channels = channels
        self.shape = shape
        points = shape.reduce(1, *)
        blocks = (window.count + 15) / 16
        let axes = zip(shape, window.frequencies).map { AxisWaves(points: $0, frequencies: $1) }
        waves = axes.map { $0.matrix.map { Scalar($0) } }
        waveCounts = axes.map(\.count)
        let (last, count) = (waves[waves.count - 1], waveCounts[waveCounts.count - 1])
        let extent = shape[shape.count - 1]
        turnedWaves = (0..<extent * count).map { last[$0 % count * extent + $0 / count] }
        products = waveCounts.reduce(1, *)
        let terms = WaveTerms(axes, window, shape, isMean: weighting == .mean)
        toCoefficients = terms.gatherCoefficients(blocks: blocks)
        fromCoefficients = terms.gatherProducts(channels: channels)
    }

    /// Work space of either way, for one sample.
    var workCount: Int {
        var largest = 0
        var size = channels * points
        for axis in shape.indices {
            size = size / shape[axis] * waveCounts[axis]
            largest = Swift.max(largest, size)
        }
        return 2 * ((largest + 15) / 16 * 16)
    }

    /// Z of one sample's channels.
    ///
    /// - Parameter sums: takes each channel's sum over the grid, or adds it, by the factor given.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func analyze(
        _ field: UnsafePointer<Scalar>, into spectrum: UnsafeMutablePointer<Scalar>?,
        work: UnsafeMutablePointer<Scalar>, adds: Bool, sums: UnsafeMutablePointer<Scalar>? = nil, beta: Scalar = 0
    ) {
        var source = field
        let half = workCount / 2
        var (outer, inner) = (channels, points)
        for axis in shape.indices {
            let (n, count) = (shape[axis], waveCounts[axis])
            inner /= n
            let target = work + (axis % 2) * half
            (inner == 1 ? turnedWaves : waves[axis]).withUnsafeBufferPointer { waves in
                guard let waves = waves.baseAddress else { return }
                if inner == 1 {
                    smallProduct(
                        rows: outer, columns: count, depth: n, source, strideA: n, waves, strideB: count, target,
                        strideC: count)
                } else {
                    for index in 0..<outer {
                        smallProduct(
                            rows: count, columns: inner, depth: n, waves, strideA: n, source + index * n * inner,
                            strideB: inner, target + index * count * inner, strideC: inner)
                    }
                }
            }
            source = UnsafePointer(target)
            outer *= count
        }
        if let sums {
            for channel in 0..<channels {
                sums[channel] = (beta == 0 ? 0 : sums[channel]) + source[channel * products]
            }
        }
        guard let spectrum else { return }
        for channel in 0..<channels {
            toCoefficients.run(
                source + channel * products, into: spectrum + channel * 32, stride: channels * 32, adds: adds)
        }
    }

    /// y of one sample's channels, written or added.
    ///
    /// - Parameter constants: for each channel a number that is added to y everywhere.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func synthesize(
        _ spectrum: UnsafePointer<Scalar>, into field: UnsafeMutablePointer<Scalar>,
        work: UnsafeMutablePointer<Scalar>, adds: Bool, constants: UnsafePointer<Scalar>? = nil
    ) {
        let half = workCount / 2
        let last = shape.count - 1
        var source = work + ((last + 1) % 2) * half
        for channel in 0..<channels {
            fromCoefficients.run(spectrum + channel * 32, into: source + channel * products, stride: 16, adds: false)
            if let constants { source[channel * products] += constants[channel] }
        }
        var (outer, inner) = (channels * products, 1)
        for axis in shape.indices.reversed() {
            let (n, count) = (shape[axis], waveCounts[axis])
            outer /= count
            let isLast = axis == 0
            let target = isLast ? field : work + (axis % 2) * half
            let beta: Scalar = isLast && adds ? 1 : 0
            waves[axis].withUnsafeBufferPointer { waves in
                guard let waves = waves.baseAddress else { return }
                if inner == 1 {
                    smallProduct(
                        rows: outer, columns: n, depth: count, source, strideA: count, waves, strideB: n, beta: beta,
                        target, strideC: n)
                } else {
                    for index in 0..<outer {
                        smallProduct(
                            rows: n, columns: inner, depth: count, waves, strideA: n, transposesA: true,
                            source + index * count * inner, strideB: inner, beta: beta, target + index * n * inner,
                            strideC: inner)
                    }
                }
            }
            source = target
            inner *= n
        }
    }
}
