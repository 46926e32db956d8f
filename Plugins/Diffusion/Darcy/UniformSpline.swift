import Ansatz

/// Cubic spline interpolation from equally spaced points to others, with the third derivative continuous at the second
/// and the last but one point ("not a knot"); beyond the ends the outermost cubics go on. Exact for cubics.
///
/// Source: C. de Boor, "A Practical Guide to Splines", Springer 1978, chapter IV.
struct UniformSpline {
    /// The points of the source, at least four.
    let count: Int
    /// For each target: the interval it lies in, and its place in it from 0 to 1.
    private let places: [(interval: Int, part: Double)]
    /// 1 / pivot of the tridiagonal matrix (1 4 1) of second derivatives inside.
    private let pivots: [Double]

    /// - Parameters:
    ///   - first: the first point of the source, `spacing` apart from the next.
    ///   - targets: where values are wanted.
    /// - Precondition: at least four points.
    init(first: Double, spacing: Double, count: Int, targets: [Double]) {
        precondition(count >= 4, "a spline through \(count) points")
        self.count = count
        places = targets.map { target in
            let part = (target - first) / spacing
            let interval = min(max(Int(part.rounded(.down)), 0), count - 2)
            return (interval, part - Double(interval))
        }
        var pivots = [Double](repeating: 1, count: count)
        var last = 0.0
        for index in 2..<max(count - 2, 2) {
            last = 1 / (4 - last)
            pivots[index] = last
        }
        self.pivots = pivots
    }

    /// Interpolates along the first axis of an array of `count` rows.
    func callAsFunction(_ source: Tensor<Double>) -> Tensor<Double> {
        let width = source.count / count
        var result = Tensor<Double>(shape: [places.count, width])
        // Second derivatives times the spacing squared, over 6: rows like the source's.
        var curvature = Tensor<Double>(shape: [count, width])
        source.withBuffer { y in
            curvature.withMutableBuffer { m in
                fillCurvature(m, y, width)
                result.withMutableBuffer { result in
                    for (row, place) in places.enumerated() {
                        let (lower, upper) = (place.interval * width, (place.interval + 1) * width)
                        let t = place.part
                        let s = 1 - t
                        for column in 0..<width {
                            result[row * width + column] =
                                s * y[lower + column] + t * y[upper + column]
                                + (s * s * s - s) * m[lower + column] + (t * t * t - t) * m[upper + column]
                        }
                    }
                }
            }
        }
        return result
    }

    private func fillCurvature(
        _ m: UnsafeMutableBufferPointer<Double>, _ y: UnsafeBufferPointer<Double>, _ width: Int
    ) {
        let n = count
        func at(_ row: Int) -> Int { row * width }
        for row in 1..<(n - 1) {
            for column in 0..<width {
                let second = y[at(row - 1) + column] - 2 * y[at(row) + column] + y[at(row + 1) + column]
                // Not a knot: the first and last equation hold one unknown each.
                m[at(row) + column] = row == 1 || row == n - 2 ? second / 6 : second
            }
        }
        if n > 4 {
            for column in 0..<width {
                m[at(2) + column] -= m[at(1) + column]
                m[at(n - 3) + column] -= m[at(n - 2) + column]
            }
            for row in 3..<max(n - 2, 3) {
                for column in 0..<width { m[at(row) + column] -= m[at(row - 1) + column] * pivots[row - 1] }
            }
            for row in (2..<(n - 2)).reversed() {
                for column in 0..<width {
                    let above = row == n - 3 ? 0 : m[at(row + 1) + column]
                    m[at(row) + column] = (m[at(row) + column] - above) * pivots[row]
                }
            }
        }
        for column in 0..<width {
            m[column] = 2 * m[at(1) + column] - m[at(2) + column]
            m[at(n - 1) + column] = 2 * m[at(n - 2) + column] - m[at(n - 3) + column]
        }
    }
}
