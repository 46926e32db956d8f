/// The Fourier coefficients of a window, axis by axis, and the way back.
///
/// A real field is first multiplied along each axis by the waves cos(2πkx/n) and sin(2πkx/n), see ``AxisTransform``; sums
/// and differences of the results are the complex coefficients
///
///     Z(k) = w(k) Σₓ u(x) exp(-2πi k·x/n).
///
/// The way back, ``synthesize``, computes y(x) = Σₖ w(k) (Re Z cos(2π k·x/n) - Im Z sin(2π k·x/n)), which is the adjoint
/// of the first. With few frequencies this is cheaper than a transform of the whole grid, and any number of points will do.
/// Coefficients are packed in blocks of 16 frequencies: `[block][channel][re, im][16]`.
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
    private let axes: [AxisTransform<Scalar>]
    private let last: AxisTransform<Scalar>
    private let toCoefficients: SignedGather<Scalar>
    private let fromCoefficients: SignedGather<Scalar>
    private let products: Int
    private let rowGroups: [RowGroup]

    init(channels: Int, shape: [Int], window: FourierWindow, _ weighting: Weighting) {
        self.channels = channels
        self.shape = shape
        points = shape.reduce(1, *)
        blocks = (window.count + 15) / 16
        let axes = zip(shape, window.frequencies).map { AxisWaves(points: $0, frequencies: $1) }
        self.axes = axes.map { AxisTransform($0) }
        last = self.axes[axes.count - 1]
        products = axes.reduce(1) { $0 * $1.count }
        rowGroups = Self.rowGroups(channels: channels, points: points, extent: last.points, waves: last.count)
        let terms = WaveTerms(axes, window, shape, isMean: weighting == .mean)
        toCoefficients = terms.gatherCoefficients(blocks: blocks)
        fromCoefficients = terms.gatherProducts(channels: channels)
    }

    /// Waves of the last axis.
    var lastWaveCount: Int { last.count }
    /// Points of the last axis.
    var lastExtent: Int { last.points }
    /// Whether ``analyzeRow(_:_:strideField:columns:work:)`` and its like take whole rows only.
    var needsWholeRows: Bool { last.isFast }
    /// Rows along the last axis.
    var rows: Int { points / lastExtent }
    /// Numbers of a sample whose last axis is transformed: `[row][channel][wave]`.
    private var rowsCount: Int {
        var largest = 1
        var size = rows
        for axis in 0..<shape.count {
            largest = Swift.max(largest, size)
            if axis < shape.count - 1 { size = size / shape[axis] * axes[axis].count }
        }
        return (largest * channels * lastWaveCount + 15) / 16 * 16
    }

    /// Work space of either way, for one sample; it begins on 64 bytes.
    var workCount: Int { axisWork + (axes.map(\.workCount).max() ?? 0) }
    /// Where that of a single axis begins.
    private var axisWork: Int { 2 * rowsCount + (products + 15) / 16 * 16 }

    /// Rows at equal distances: where the first one begins in a field, and where its waves do in the work space.
    private struct RowGroup {
        var count: Int
        var field: Int
        var fieldStride: Int
        var waves: Int
        var wavesStride: Int
    }

    /// All rows, many in each group: those of one channel, or one row of all channels.
    private static func rowGroups(channels: Int, points: Int, extent: Int, waves: Int) -> [RowGroup] {
        let rows = points / extent
        if rows < channels {
            return (0..<rows).map {
                RowGroup(
                    count: channels, field: $0 * extent, fieldStride: points, waves: $0 * channels * waves,
                    wavesStride: waves)
            }
        }
        return (0..<channels).map {
            RowGroup(
                count: rows, field: $0 * points, fieldStride: extent, waves: $0 * waves, wavesStride: channels * waves)
        }
    }

    /// Z of one sample's channels.
    ///
    /// - Parameter sums: takes each channel's sum over the grid, or adds it, by the factor given.
    func analyze(
        _ field: UnsafePointer<Scalar>, into spectrum: UnsafeMutablePointer<Scalar>?,
        work: UnsafeMutablePointer<Scalar>, adds: Bool, sums: UnsafeMutablePointer<Scalar>? = nil, beta: Scalar = 0
    ) {
        for group in rowGroups {
            last.analyzeRows(
                group.count, field + group.field, stride: group.fieldStride, part: 0..<lastExtent,
                into: work + group.waves, stride: group.wavesStride, work: work + axisWork)
        }
        analyzeRows(into: spectrum, work: work, adds: adds, sums: sums, beta: beta)
    }

    /// Part of a row transformed along the last axis, to the start of the work space: from the given column on.
    func analyzeRow(
        _ row: Int, _ field: UnsafePointer<Scalar>, strideField: Int, columns: Range<Int>,
        work: UnsafeMutablePointer<Scalar>
    ) {
        last.analyzeRows(
            channels, field, stride: strideField, part: columns, into: work + row * channels * lastWaveCount,
            stride: lastWaveCount, work: work + axisWork)
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
            let (n, count) = (axes[axis].points, axes[axis].count)
            inner /= n
            let target = work + (axis % 2 == 0 ? rowsCount : 0)
            for index in 0..<outer {
                axes[axis].analyzeColumns(
                    source + index * n * inner, into: target + index * count * inner, columns: inner,
                    work: work + axisWork)
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
        for group in rowGroups {
            last.synthesizeRows(
                group.count, work + group.waves, stride: group.wavesStride, into: field + group.field,
                stride: group.fieldStride, part: 0..<lastExtent, adds: adds, work: work + axisWork)
        }
    }

    /// Part of a row of y, of all channels, from the start of the work space.
    func synthesizeRow(
        _ row: Int, into field: UnsafeMutablePointer<Scalar>, strideField: Int, columns: Range<Int>,
        work: UnsafeMutablePointer<Scalar>
    ) {
        last.synthesizeRows(
            channels, work + row * channels * lastWaveCount, stride: lastWaveCount, into: field, stride: strideField,
            part: columns, adds: false, work: work + axisWork)
    }

    /// The first part of ``synthesize(_:into:work:adds:constants:)``, all but the last axis: the start of the work space
    /// then has `[row][channel][wave]`.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func synthesizeRows(
        _ spectrum: UnsafePointer<Scalar>, work: UnsafeMutablePointer<Scalar>, constants: UnsafePointer<Scalar>?
    ) {
        let others = shape.count - 1
        let line = work + 2 * rowsCount
        var source = work + (others % 2) * rowsCount
        var outer = products / lastWaveCount
        for channel in 0..<channels {
            fromCoefficients.run(spectrum + channel * 32, into: line, stride: 16, adds: false)
            if let constants { line[0] += constants[channel] }
            Kernels.copyRows(
                line, strideX: lastWaveCount, source + channel * lastWaveCount, strideY: channels * lastWaveCount,
                rows: outer, columns: lastWaveCount)
        }
        var inner = channels * lastWaveCount
        for axis in (0..<others).reversed() {
            let (n, count) = (axes[axis].points, axes[axis].count)
            outer /= count
            let target = work + (axis % 2) * rowsCount
            for index in 0..<outer {
                axes[axis].synthesizeColumns(
                    source + index * count * inner, into: target + index * n * inner, columns: inner,
                    work: work + axisWork)
            }
            source = target
            inner *= n
        }
    }
}
