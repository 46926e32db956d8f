import CLearning

/// First derivatives along one axis by differences.
///
/// Inside (and everywhere on periodic axes): (f(i+1) - f(i-1)) / (x(i+1) - x(i-1)). The first and last point of a bounded
/// axis take the one-sided rule of third order, (-11 f₀ + 18 f₁ - 9 f₂ + 2 f₃) / 6h, where the axis is even and has four
/// points, else (f₁ - f₀)/(x₁ - x₀): what neuraloperator's H1 loss does.
final class AxisDifferences {
    private let coefficients: UnsafeMutableBufferPointer<Double>
    private let rule: ansatz_differences

    /// - Parameters:
    ///   - shape: of the field, with the axis at `dimension`.
    init(_ axis: Axis, at dimension: Int, of shape: [Int]) {
        let n = axis.count
        let x = axis.values
        let isPeriodic = axis.topology == .periodic
        coefficients = AlignedBlock.allocate(n)
        let spacing = axis.spacing()
        for i in 0..<n {
            let gap: Double =
                if let spacing, isPeriodic || (i > 0 && i + 1 < n) {
                    2 * spacing
                } else if isPeriodic {
                    // The gap over the seam of an uneven axis is not known; the mean one stands for it.
                    i > 0 && i + 1 < n
                        ? x[i + 1] - x[i - 1] : 2 * (x[n - 1] - x[0]) / Double(max(n - 1, 1))
                } else {
                    x[min(i + 1, n - 1)] - x[max(i - 1, 0)]
                }
            coefficients[i] = gap == 0 ? 0 : 1 / gap
        }
        var first = [0.0, 0, 0, 0]
        var last = first
        var reach = 2
        if let h = spacing, n >= 4 {
            first = [-11, 18, -9, 2].map { $0 / (6 * h) }
            last = first.map { -$0 }
            reach = 4
        } else {
            (first[0], first[1]) = (-coefficients[0], coefficients[0])
            (last[0], last[1]) = (coefficients[n - 1], -coefficients[n - 1])
        }
        rule = ansatz_differences(
            outer: shape[..<dimension].reduce(1, *), n: n, inner: shape[(dimension + 1)...].reduce(1, *),
            periodic: isPeriodic ? 1 : 0, reach: reach, c: UnsafePointer(coefficients.baseAddress),
            first: (first[0], first[1], first[2], first[3]), last: (last[0], last[1], last[2], last[3]))
    }

    deinit { AlignedBlock.free(coefficients) }

    /// w = D f.
    func apply<Scalar: TensorScalar>(_ f: UnsafePointer<Scalar>, into w: UnsafeMutablePointer<Scalar>) {
        var rule = rule
        LearningKernels.differences(&rule, f, into: w)
    }

    /// g += Dᵀ w.
    func addAdjoint<Scalar: TensorScalar>(_ w: UnsafePointer<Scalar>, to g: UnsafeMutablePointer<Scalar>) {
        var rule = rule
        LearningKernels.addDifferencesAdjoint(&rule, w, to: g)
    }
}
