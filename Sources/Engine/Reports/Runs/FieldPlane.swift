import Ansatz
import Foundation

/// A rectangle of a field's values that can be drawn: a frame of a field over two dimensions, or a cut through three.
struct FieldPlane {
    let values: [Double]
    let rows: Int
    let columns: Int
    let x: ChartAxis
    let y: ChartAxis
    /// What was cut or picked: `z = 0.5`, `component 2`; empty for a whole frame.
    let part: String

    /// Components of a vector that are drawn.
    static let componentLimit = 3

    /// The planes of one frame; none where it has other than two or three dimensions.
    static func all(of frame: Field) -> [FieldPlane] {
        let axes = frame.axes
        let space = axes.prefix { $0.role != .component }
        let components = axes.dropFirst(space.count)
        guard components.count <= 1, frame.count > 0 else { return [] }
        let count = components.first?.count ?? 1
        let elements = frame.doubles.elements
        func planes(offset: Int, _ y: Axis, _ x: Axis, _ part: String) -> [FieldPlane] {
            (0..<min(count, componentLimit)).map { component in
                let values = (0..<(y.count * x.count)).map { elements[(offset + $0) * count + component] }
                let name = components.isEmpty ? "" : "component \(component + 1)"
                return FieldPlane(
                    values: values, rows: y.count, columns: x.count, x: axis(x), y: axis(y),
                    part: [part, name].filter { !$0.isEmpty }.joined(separator: ", "))
            }
        }
        switch space.count {
        case 2: return planes(offset: 0, space[0], space[1], "")
        case 3:
            let middle = space[0].count / 2
            let place = shortest(space[0].coordinate(at: middle))
            return planes(
                offset: middle * space[1].count * space[2].count, space[1], space[2], "\(space[0].name) = \(place)")
        default: return []
        }
    }

    /// A coordinate as people write it: `0.5`, `5`, `1e-05`.
    static func shortest(_ value: Double) -> String { String(format: "%.4g", value) }

    /// The axis of a figure, from edge to edge of the outer cells; uneven points are counted instead.
    static func axis(_ axis: Axis) -> ChartAxis {
        guard let spacing = axis.spacing(), axis.count > 0, spacing != 0 else {
            return axis.count > 1 ? ChartAxis("\(axis.name), counted") : ChartAxis(axis.name)
        }
        let ends = [axis.coordinate(at: 0) - spacing / 2, axis.coordinate(at: axis.count - 1) + spacing / 2].sorted()
        return ChartAxis(axis.name, unit: axis.unit == "1" ? nil : axis.unit, limits: ends[0]...ends[1])
    }
}
