import Ansatz

/// √((‖e‖² + Σ ‖D e‖²) / (‖v‖² + Σ ‖D v‖²)) with e = u − v and differences D along the axes in space.
///
/// D is central inside, around the seam of periodic axes, and one-sided at the ends of others: of third order on even axes
/// of four points or more, else of first. The value of the numerator alone where v is zero.
struct RelativeH1: FieldMetric {
    static let info = ComponentInfo("h1", "Relative error in the H1 norm: of values and first derivatives")

    var options = NoOptions()

    func value(of field: Field, reference: Field) throws -> Double {
        guard reference.axes.contains(where: { $0.role == .space && $0.count > 1 }) else {
            throw ComputationError.unsuitable(
                "'\(reference.name)' has no axis in space to differentiate along", help: "take 'relative_l2'")
        }
        let (difference, values) = try (differenceOf(field, reference), reference.doubles)
        let (error, scale) = (squaredNorm(difference, reference.axes), squaredNorm(values, reference.axes))
        return (scale == 0 ? error : error / scale).squareRoot()
    }

    private func squaredNorm(_ values: Tensor<Double>, _ axes: [Axis]) -> Double {
        let elements = values.elements
        var sum = elements.reduce(0) { $0 + $1 * $1 }
        var inner = elements.count
        for axis in axes {
            inner /= max(axis.count, 1)
            guard axis.role == .space, axis.count > 1 else { continue }
            let rule = DifferenceRule(axis)
            for start in elements.indices where start / inner % axis.count == 0 {
                for index in 0..<axis.count {
                    let slope = rule.slope(at: index) { elements[start + $0 * inner] }
                    sum += slope * slope
                }
            }
        }
        return sum
    }
}

/// First derivatives along one axis.
private struct DifferenceRule {
    private let x: [Double]
    private let spacing: Double?
    private let isPeriodic: Bool

    init(_ axis: Axis) {
        x = axis.values
        spacing = axis.spacing()
        isPeriodic = axis.topology == .periodic
    }

    func slope(at index: Int, _ value: (Int) -> Double) -> Double {
        let last = x.count - 1
        if index > 0, index < last { return (value(index + 1) - value(index - 1)) / (x[index + 1] - x[index - 1]) }
        if isPeriodic {
            let gap = spacing ?? (x[last] - x[0]) / Double(last)
            return (value((index + 1) % x.count) - value((index + last) % x.count)) / (2 * gap)
        }
        let sign = index == 0 ? 1.0 : -1.0
        func place(_ step: Int) -> Int { index == 0 ? step : last - step }
        guard let h = spacing, x.count >= 4 else {
            return (value(place(1)) - value(place(0))) / (x[place(1)] - x[place(0)])
        }
        let weights = [-11.0, 18, -9, 2]
        return sign * weights.indices.reduce(0) { $0 + weights[$1] * value(place($1)) } / (6 * h)
    }
}
