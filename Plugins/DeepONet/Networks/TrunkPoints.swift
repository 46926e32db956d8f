import Ansatz
import Foundation

/// What a trunk sees of the points of a grid.
enum TrunkPoints {
    /// A row for each point: coordinates from -1 to 1, or waves on periodic axes.
    ///
    /// - Throws: ``ComputationError/unsuitable(_:help:)`` for axes that are no coordinates.
    static func features(of variable: SampleVariable, harmonics: Int) throws -> Tensor<Double> {
        let columns = try variable.axes.map { axis -> [[Double]] in
            guard axis.role != .component else {
                throw ComputationError.unsuitable(
                    "'\(variable.name)' has components, which a trunk has no points for",
                    help: "store each component as a variable of its own")
            }
            let values = axis.values
            guard let low = values.min(), let high = values.max() else { return [] }
            if axis.topology == .periodic, let spacing = axis.spacing() {
                let period = spacing * Double(axis.count)
                return (1...harmonics).flatMap { wave -> [[Double]] in
                    let angles = values.map { 2 * .pi * Double(wave) * ($0 - values[0]) / period }
                    return [angles.map { cos($0) }, angles.map { sin($0) }]
                }
            }
            return [values.map { high > low ? 2 * ($0 - low) / (high - low) - 1 : 0 }]
        }
        let width = columns.reduce(0) { $0 + $1.count }
        // A single number has one point, without coordinates.
        guard width > 0 else { return Tensor(repeating: 0, shape: [1, 1]) }
        var result = Tensor<Double>(shape: [variable.count, width])
        let shape = variable.shape
        result.withMutableBuffer { target in
            for point in 0..<variable.count {
                var rest = point
                var end = width
                for axis in shape.indices.reversed() {
                    let index = rest % shape[axis]
                    rest /= shape[axis]
                    end -= columns[axis].count
                    for (offset, column) in columns[axis].enumerated() {
                        target[point * width + end + offset] = column[index]
                    }
                }
            }
        }
        return result
    }
}
