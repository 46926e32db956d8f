import Ansatz

/// The values of one field at given points, in every frame.
struct ProbeSeries {
    let variable: DatasetLayout.Variable
    /// The points themselves, as fields over the probes.
    let coordinates: [Field]
    private let maps: [GridInterpolation]

    /// - Throws: `ComputationError` where a point has another number of coordinates than the field, or lies outside.
    init(_ field: Field, points: [[Double]]) throws {
        let space = field.axes
        let axis = Axis.index("probe", count: points.count, role: .component)
        maps = try points.map { point in
            guard point.count == space.count else {
                throw ComputationError.badInput(
                    "a probe at \(point) needs \(space.count) coordinates for '\(field.name)' "
                        + "(\(space.map(\.name).reversed().joined(separator: ", ")))",
                    help: "write one number for each coordinate")
            }
            for (axis, value) in zip(space, point.reversed()) {
                let ends = (axis.coordinate(at: 0), axis.coordinate(at: max(axis.count - 1, 0)))
                if value >= min(ends.0, ends.1), value <= max(ends.0, ends.1) { continue }
                throw ComputationError.badInput(
                    "the probe at \(point) lies outside: '\(field.name)' covers \(axis.name) from \(ends.0) to \(ends.1)",
                    help: "move it inside; probes are written as [x, y, ...]")
            }
            // Points are written x first, axes stand slowest first.
            let target = zip(space, point.reversed()).map { axis, value in Axis(axis.name, .explicit([value])) }
            return try GridInterpolation(
                from: space, to: target, name: "the field '\(field.name)'", hasCoordinates: true)
        }
        variable = DatasetLayout.Variable(
            "\(field.name)_probe", axes: [axis], unit: field.unit, longName: "\(field.name) at the probes")
        coordinates = try space.reversed().enumerated().map { dimension, spaceAxis in
            try Field(
                "probe_\(spaceAxis.name)", axes: [axis], Tensor(points.map { $0[dimension] }), unit: spaceAxis.unit,
                longName: "\(spaceAxis.name) of the probes")
        }
    }

    func values(of field: Tensor<Double>) -> Tensor<Double> {
        Tensor(field.withBuffer { field in maps.flatMap { $0.apply(to: field) } })
    }
}
