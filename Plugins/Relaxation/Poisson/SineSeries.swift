import Ansatz
import Foundation

/// Sums of products of sines on the unit box, at the corners of equal cells inside it:
///
///     Σ cₖ Π sin(π kᵢ xᵢ),    1 ≤ kᵢ ≤ modes.
///
/// Arrays have the slowest axis first.
struct SineSeries {
    /// Cells along each axis.
    let cells: [Int]
    let modes: Int
    /// sin(π k j / cells) for each axis: inner corner after corner, mode after mode.
    private let tables: [[Double]]

    init(cells: [Int], modes: Int) {
        self.cells = cells
        self.modes = modes
        tables = cells.map { cells in
            (1..<cells).flatMap { j in (1...modes).map { k in sin(Double.pi * Double(k * j) / Double(cells)) } }
        }
    }

    /// The extents of the coefficients.
    var coefficientShape: [Int] { cells.map { _ in modes } }

    /// The sum at the inner corners.
    func values(_ coefficients: Tensor<Double>) -> Tensor<Double> {
        cells.indices.reduce(coefficients) { result, axis in
            Self.product(result, axis, rows: cells[axis] - 1) { tables[axis][$0 * modes + $1] }
        }
    }

    /// The coefficients of values at the inner corners, exact where there are more cells than modes along each axis:
    /// the sines are then orthogonal over the corners.
    func coefficients(_ values: Tensor<Double>) -> Tensor<Double> {
        cells.indices.reduce(values) { result, axis in
            let scale = 2 / Double(cells[axis])
            return Self.product(result, axis, rows: modes) { scale * tables[axis][$1 * modes + $0] }
        }
    }

    /// The product with a matrix along one axis.
    private static func product(
        _ values: Tensor<Double>, _ axis: Int, rows: Int, _ matrix: (Int, Int) -> Double
    ) -> Tensor<Double> {
        var shape = values.shape
        let columns = shape[axis]
        let inner = shape[(axis + 1)...].reduce(1, *)
        shape[axis] = rows
        var result = Tensor<Double>(shape: shape)
        values.withBuffer { values in
            result.withMutableBuffer { result in
                for outer in 0..<shape[..<axis].reduce(1, *) {
                    for row in 0..<rows {
                        let target = (outer * rows + row) * inner
                        for column in 0..<columns {
                            let factor = matrix(row, column)
                            let source = (outer * columns + column) * inner
                            for index in 0..<inner { result[target + index] += factor * values[source + index] }
                        }
                    }
                }
            }
        }
        return result
    }

    /// Σ kᵢ² of each coefficient.
    var squares: [Double] {
        var squares = [0.0]
        for _ in cells { squares = squares.flatMap { sum in (1...modes).map { sum + Double($0 * $0) } } }
        return squares
    }
}
