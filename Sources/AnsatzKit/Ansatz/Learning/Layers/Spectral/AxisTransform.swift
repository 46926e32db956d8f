import Foundation

/// The sums of an axis' numbers times its waves, and the way back: fields that are sums of waves.
///
/// Few waves make this a product with the matrix of cosines and sines; very many, a fast transform.
struct AxisTransform<Scalar: TensorScalar> {
    let points: Int
    /// Waves.
    let count: Int
    /// [wave][point] and [point][wave]; empty with a fast transform.
    private let waves: [Scalar]
    private let turnedWaves: [Scalar]
    private let fast: FastAxisTransform<Scalar>?

    /// - Parameter isFast: `nil` for what is faster.
    init(_ axis: AxisWaves, isFast: Bool? = nil) {
        let count = axis.count
        let points = axis.points
        (self.points, self.count) = (points, count)
        fast = isFast ?? Self.prefersFast(waves: count, points: points) ? FastAxisTransform(axis) : nil
        guard fast == nil else {
            (waves, turnedWaves) = ([], [])
            return
        }
        let matrix = axis.matrix.map { Scalar($0) }
        waves = matrix
        turnedWaves = (0..<points * count).map { matrix[$0 % count * points + $0 / count] }
    }

    /// A product costs as much as it has waves, a fast transform as the logarithm of its points; where they meet was
    /// measured, see docs/design/024.
    private static func prefersFast(waves: Int, points: Int) -> Bool {
        Double(waves) > 16 * log2(Double(Swift.max(points, 2)))
    }

    /// Whether only whole lines can be transformed.
    var isFast: Bool { fast != nil }
    var workCount: Int { fast?.workCount ?? 0 }

    /// [point][column] to [wave][column].
    func analyzeColumns(
        _ source: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>, columns: Int,
        work: UnsafeMutablePointer<Scalar>
    ) {
        if let fast {
            fast.analyze(
                columns, .init(first: source, stride: columns, distance: 1),
                into: .init(first: target, stride: columns, distance: 1), work: work)
            return
        }
        waves.withUnsafeBufferPointer { waves in
            guard let waves = waves.baseAddress else { return }
            smallProduct(
                rows: count, columns: columns, depth: points, waves, strideA: points, source, strideB: columns,
                target, strideC: columns)
        }
    }

    /// [wave][column] to [point][column].
    func synthesizeColumns(
        _ source: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>, columns: Int,
        work: UnsafeMutablePointer<Scalar>
    ) {
        if let fast {
            fast.synthesize(
                columns, .init(first: source, stride: columns, distance: 1),
                into: .init(first: target, stride: columns, distance: 1), work: work, adds: false)
            return
        }
        waves.withUnsafeBufferPointer { waves in
            guard let waves = waves.baseAddress else { return }
            smallProduct(
                rows: points, columns: columns, depth: count, waves, strideA: points, transposesA: true,
                source, strideB: columns, target, strideC: columns)
        }
    }

    /// Rows of points to rows of waves.
    ///
    /// - Parameter part: the points that `source` has, the first of a row first; the waves of a row whose first point is
    ///   not among them are added to. A fast transform needs them all.
    func analyzeRows(
        _ rows: Int, _ source: UnsafePointer<Scalar>, stride sourceStride: Int, part: Range<Int>,
        into target: UnsafeMutablePointer<Scalar>, stride targetStride: Int, work: UnsafeMutablePointer<Scalar>
    ) {
        if let fast {
            fast.analyze(
                rows, .init(first: source, stride: 1, distance: sourceStride),
                into: .init(first: target, stride: 1, distance: targetStride), work: work)
            return
        }
        turnedWaves.withUnsafeBufferPointer { waves in
            guard let waves = waves.baseAddress else { return }
            smallProduct(
                rows: rows, columns: count, depth: part.count, source, strideA: sourceStride,
                waves + part.lowerBound * count, strideB: count, beta: part.lowerBound == 0 ? 0 : 1, target,
                strideC: targetStride)
        }
    }

    /// Rows of waves to rows of points.
    ///
    /// - Parameter part: the points that `target` has. A fast transform needs them all.
    func synthesizeRows(
        _ rows: Int, _ source: UnsafePointer<Scalar>, stride sourceStride: Int,
        into target: UnsafeMutablePointer<Scalar>, stride targetStride: Int, part: Range<Int>, adds: Bool,
        work: UnsafeMutablePointer<Scalar>
    ) {
        if let fast {
            fast.synthesize(
                rows, .init(first: source, stride: 1, distance: sourceStride),
                into: .init(first: target, stride: 1, distance: targetStride), work: work, adds: adds)
            return
        }
        waves.withUnsafeBufferPointer { waves in
            guard let waves = waves.baseAddress else { return }
            smallProduct(
                rows: rows, columns: part.count, depth: count, source, strideA: sourceStride,
                waves + part.lowerBound, strideB: points, beta: adds ? 1 : 0, target, strideC: targetStride)
        }
    }
}
