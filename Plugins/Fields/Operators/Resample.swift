import Ansatz

/// Brings fields to another grid by multilinear interpolation between the same ends.
///
/// Second order for smooth fields; no anti-aliasing, so coarsening keeps what the coarse points see. Axes of time,
/// samples and components stay as they are.
struct Resample: Operator {
    struct Options: ComponentOptions {
        var points = [64, 64]

        static let keys: [Key<Self>] = [
            Key("points", \.points, range: .atLeast(2), isRequired: true, help: "points along x, y, ...")
        ]
    }

    static let info = ComponentInfo("resample", "Brings fields to another grid by linear interpolation")

    var options = Options()

    func apply(_ fields: [Field], _ run: RunContext) throws -> [Field] { try fields.map(resampled) }

    private func resampled(_ field: Field) throws -> Field {
        let space = field.axes.filter { $0.role == .space }
        guard space.count == options.points.count else {
            throw ComputationError.unsuitable(
                "'\(field.name)' has \(space.count) space axes, but 'points' has \(options.points.count) values",
                help: "give one number for each of \(space.map(\.name).reversed().joined(separator: ", "))")
        }
        guard let count = Tensor<Double>.elementCount(of: options.points), count < 1 << 48 else {
            throw ComputationError.tooLarge("'points' has \(options.points), more than any memory holds")
        }
        // Points are given x first, axes stand slowest first.
        var counts = options.points
        let target = field.axes.map { axis -> Axis in
            guard axis.role == .space, let count = counts.popLast(), let last = axis.values.last else { return axis }
            var new = axis
            let first = axis.coordinate(at: 0)
            new.coordinates = .uniform(first: first, spacing: (last - first) / Double(count - 1), count: count)
            return new
        }
        let map = try GridInterpolation(
            from: field.axes, to: target, name: "the field '\(field.name)'", hasCoordinates: true)
        let values = Tensor(field.doubles.withBuffer { map.apply(to: $0) }, shape: target.map(\.count))
        return try Field(field.name, axes: target, values, unit: field.unit, longName: field.longName)
    }
}
