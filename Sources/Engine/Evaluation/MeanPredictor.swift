import Ansatz

/// The predictor that any model must beat: the mean of the training data, whatever the input.
///
/// Where the judged samples lie on another grid, that mean is brought there by multilinear interpolation: samples that are
/// judged say nothing of it. There is none where the variables have other axes, or axes without coordinates in common.
struct MeanPredictor {
    private let means: [Tensor<Double>]

    init?(trainedOn training: SampleSet, judged: JudgedSamples) throws {
        means = try judged.outputs.compactMap { output in
            guard let trained = training.variables.first(where: { $0.name == output.name }) else { return nil }
            let mean = try Self.mean(of: trained, training)
            return trained.axes == output.axes ? mean : try Self.resampled(mean, from: trained.axes, to: output.axes)
        }
        if means.count != judged.outputs.count { return nil }
    }

    private static func mean(of variable: SampleVariable, _ samples: SampleSet) throws -> Tensor<Double> {
        var sum = Tensor<Double>(shape: variable.shape)
        for index in 0..<samples.count {
            axpy(1 / Double(samples.count), try samples.field(variable.name, sample: index).doubles, &sum)
        }
        return sum
    }

    /// Values on other axes: linear between points, around the end of periodic axes, and constant beyond the outermost
    /// points, which cells of other sizes have in other places.
    private static func resampled(
        _ values: Tensor<Double>, from source: [Axis], to target: [Axis]
    ) throws -> Tensor<Double>? {
        guard source.map(\.name) == target.map(\.name) else { return nil }
        let closed = source.map(Self.closed)
        var goals: [Axis] = []
        for (from, to) in zip(closed, target) {
            guard let places = Self.places(of: to, along: from) else { return nil }
            goals.append(Axis(to.name, .explicit(places)))
        }
        let map = try GridInterpolation(from: closed, to: goals, name: "the mean", hasCoordinates: true)
        let shape = source.map(\.count)
        // The first point once more after the last, along periodic axes.
        let around = (0..<map.sourceCount).map { position in
            var (rest, place, stride) = (position, 0, 1)
            for (axis, extent) in zip(closed, shape).reversed() {
                place += rest % axis.count % extent * stride
                rest /= axis.count
                stride *= extent
            }
            return values.withBuffer { $0[place] }
        }
        return Tensor(around.withUnsafeBufferPointer(map.apply), shape: target.map(\.count))
    }

    private static func closed(_ axis: Axis) -> Axis {
        guard axis.topology == .periodic, let spacing = axis.spacing(), let last = axis.values.last else { return axis }
        return Axis(axis.name, .explicit(axis.values + [last + spacing]))
    }

    /// The coordinates of an axis within the range of another; `nil` where the two don't lie on the same stretch.
    private static func places(of axis: Axis, along other: Axis) -> [Double]? {
        let (values, known) = (axis.values, other.values)
        guard let first = known.first, let last = known.last, let start = values.first, let end = values.last,
            last >= first
        else { return nil }
        func gap(_ values: [Double]) -> Double { values.count > 1 ? abs(values[1] - values[0]) : 0 }
        let slack = 1.001 * max(gap(values), gap(known))
        guard abs(start - first) <= slack, abs(end - last) <= slack else { return nil }
        return values.map { min(max($0, first), last) }
    }

    /// Its relative error, meaned over outputs.
    func relativeL2(of truth: [Field]) -> Double {
        zip(means, truth).reduce(0) { $0 + SampleScores.relativeL2($1.0, $1.1.doubles) } / Double(max(means.count, 1))
    }
}
