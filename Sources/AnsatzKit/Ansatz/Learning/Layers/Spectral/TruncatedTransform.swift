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

    /// Waves of the last axis.
    var lastWaveCount: Int { waveCounts[waveCounts.count - 1] }
    /// Points of the last axis.
    var lastExtent: Int { shape[shape.count - 1] }
    /// Rows along the last axis.
    var rows: Int { points / lastExtent }
    /// Numbers of a sample whose last axis is transformed: `[row][channel][wave]`.
    private var rowsCount: Int {
        var largest = 1
        var size = rows
        for axis in 0..<shape.count {
            largest = Swift.max(largest, size)
            if axis < shape.count - 1 { size = size / shape[axis] * waveCounts[axis] }
        }
        return (largest * channels * lastWaveCount + 15) / 16 * 16
    }

    /// Work space of either way, for one sample.
    var workCount: Int { 2 * rowsCount + (products + 15) / 16 * 16 }

    /// Z of one sample's channels.
    ///
    /// - Parameter sums: takes each channel's sum over the grid, or adds it, by the factor given.
    func analyze(
        _ field: UnsafePointer<Scalar>, into spectrum: UnsafeMutablePointer<Scalar>?,
        work: UnsafeMutablePointer<Scalar>, adds: Bool, sums: UnsafeMutablePointer<Scalar>? = nil, beta: Scalar = 0
    ) {
        let count = lastWaveCount
        turnedWaves.withUnsafeBufferPointer { waves in
            guard let waves = waves.baseAddress else { return }
            for channel in 0..<channels {
                smallProduct(
                    rows: rows, columns: count, depth: lastExtent, field + channel * points, strideA: lastExtent, waves,
                    strideB: count, work + channel * count, strideC: channels * count)
            }
        }
        analyzeRows(into: spectrum, work: work, adds: adds, sums: sums, beta: beta)
    }

    /// Part of a row transformed along the last axis, to the start of the work space: from the given column on.
    func analyzeRow(
        _ row: Int, _ field: UnsafePointer<Scalar>, strideField: Int, columns: Range<Int>,
        work: UnsafeMutablePointer<Scalar>
    ) {
        let count = lastWaveCount
        turnedWaves.withUnsafeBufferPointer { waves in
            guard let waves = waves.baseAddress else { return }
            smallProduct(
                rows: channels, columns: count, depth: columns.count, field, strideA: strideField,
                waves + columns.lowerBound * count, strideB: count, beta: columns.lowerBound == 0 ? 0 : 1,
                work + row * channels * count, strideC: count)
        }
    }

    /// The rest of ``analyze(_:into:work:adds:sums:beta:)``, after the last axis.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func analyzeRows(
        into spectrum: UnsafeMutablePointer<Scalar>?, work: UnsafeMutablePointer<Scalar>, adds: Bool,
        sums: UnsafeMutablePointer<Scalar>?, beta: Scalar
    ) {
        var source = work
        var (outer, inner) = (1, rows * channels * lastWaveCount)
        for axis in 0..<shape.count - 1 {
            let (n, count) = (shape[axis], waveCounts[axis])
            inner /= n
            let target = work + (axis % 2 == 0 ? rowsCount : 0)
            waves[axis].withUnsafeBufferPointer { waves in
                guard let waves = waves.baseAddress else { return }
                for index in 0..<outer {
                    smallProduct(
                        rows: count, columns: inner, depth: n, waves, strideA: n, source + index * n * inner,
                        strideB: inner, target + index * count * inner, strideC: inner)
                }
            }
            source = target
            outer *= count
        }
        if let sums {
            for channel in 0..<channels {
                sums[channel] = (beta == 0 ? 0 : sums[channel]) + source[channel * lastWaveCount]
            }
        }
        guard let spectrum else { return }
        let line = work + 2 * rowsCount
        for channel in 0..<channels {
            Kernels.copyRows(
                source + channel * lastWaveCount, strideX: channels * lastWaveCount, line, strideY: lastWaveCount,
                rows: outer, columns: lastWaveCount)
            toCoefficients.run(line, into: spectrum + channel * 32, stride: channels * 32, adds: adds)
        }
    }

    /// y of one sample's channels, written or added.
    ///
    /// - Parameter constants: for each channel a number that is added to y everywhere.
    func synthesize(
        _ spectrum: UnsafePointer<Scalar>, into field: UnsafeMutablePointer<Scalar>,
        work: UnsafeMutablePointer<Scalar>, adds: Bool, constants: UnsafePointer<Scalar>? = nil
    ) {
        synthesizeRows(spectrum, work: work, constants: constants)
        let count = lastWaveCount
        waves[shape.count - 1].withUnsafeBufferPointer { waves in
            guard let waves = waves.baseAddress else { return }
            for channel in 0..<channels {
                smallProduct(
                    rows: rows, columns: lastExtent, depth: count, work + channel * count, strideA: channels * count,
                    waves, strideB: lastExtent, beta: adds ? 1 : 0, field + channel * points, strideC: lastExtent)
            }
        }
    }

    /// Part of a row of y, of all channels, from the start of the work space.
    func synthesizeRow(
        _ row: Int, into field: UnsafeMutablePointer<Scalar>, strideField: Int, columns: Range<Int>,
        work: UnsafePointer<Scalar>
    ) {
        let count = lastWaveCount
        waves[shape.count - 1].withUnsafeBufferPointer { waves in
            guard let waves = waves.baseAddress else { return }
            smallProduct(
                rows: channels, columns: columns.count, depth: count, work + row * channels * count, strideA: count,
                waves + columns.lowerBound, strideB: lastExtent, field, strideC: strideField)
        }
    }

    /// The first part of ``synthesize(_:into:work:adds:constants:)``, all but the last axis: the start of the work space
    /// then has `[row][channel][wave]`.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func synthesizeRows(
        _ spectrum: UnsafePointer<Scalar>, work: UnsafeMutablePointer<Scalar>, constants: UnsafePointer<Scalar>?
    ) {
        let axes = shape.count - 1
        let line = work + 2 * rowsCount
        var source = work + (axes % 2) * rowsCount
        var outer = products / lastWaveCount
        for channel in 0..<channels {
            fromCoefficients.run(spectrum + channel * 32, into: line, stride: 16, adds: false)
            if let constants { line[0] += constants[channel] }
            Kernels.copyRows(
                line, strideX: lastWaveCount, source + channel * lastWaveCount, strideY: channels * lastWaveCount,
                rows: outer, columns: lastWaveCount)
        }
        var inner = channels * lastWaveCount
        for axis in (0..<axes).reversed() {
            let (n, count) = (shape[axis], waveCounts[axis])
            outer /= count
            let target = work + (axis % 2) * rowsCount
            waves[axis].withUnsafeBufferPointer { waves in
                guard let waves = waves.baseAddress else { return }
                for index in 0..<outer {
                    smallProduct(
                        rows: n, columns: inner, depth: count, waves, strideA: n, transposesA: true,
                        source + index * count * inner, strideB: inner, target + index * n * inner, strideC: inner)
                }
            }
            source = target
            inner *= n
        }
    }
}
