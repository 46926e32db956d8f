import Ansatz

/// A rectangle cut into equal cells, with values at the cells' corners; those on the boundary are given, those inside
/// are unknowns.
struct RectangleGrid {
    /// Cells along x and y, at least 2 each.
    let cells: (x: Int, y: Int)
    let lengths: (x: Double, y: Double)
    /// Unknowns: rows along y, columns along x.
    let rows: Int
    let columns: Int

    /// - Throws: ``ComputationError/tooLarge(_:)`` where the number of corners overflows.
    init(cells: [Int], lengths: [Double]) throws {
        guard cells.count == 2, lengths.count == 2, cells.allSatisfy({ $0 >= 2 && $0 < Int.max }),
            let corners = Tensor<Double>.elementCount(of: [cells[0] + 1, cells[1] + 1]),
            !corners.multipliedReportingOverflow(by: 8 * 32).overflow
        else {
            throw ComputationError.tooLarge(
                "\(cells.map(String.init).joined(separator: " x ")) cells are more than any memory holds")
        }
        self.cells = (cells[0], cells[1])
        self.lengths = (lengths[0], lengths[1])
        columns = cells[0] - 1
        rows = cells[1] - 1
    }

    var unknowns: Int { rows * columns }
    var corners: Int { (cells.x + 1) * (cells.y + 1) }
    var spacing: (x: Double, y: Double) { (lengths.x / Double(cells.x), lengths.y / Double(cells.y)) }

    /// Axes of the unknowns, y first.
    var interiorAxes: [Axis] {
        [axis("y", spacing.y, from: 1, count: rows), axis("x", spacing.x, from: 1, count: columns)]
    }

    /// Axes of all corners, y first.
    var cornerAxes: [Axis] {
        [axis("y", spacing.y, from: 0, count: cells.y + 1), axis("x", spacing.x, from: 0, count: cells.x + 1)]
    }

    private func axis(_ name: String, _ h: Double, from first: Int, count: Int) -> Axis {
        Axis(name, .uniform(first: Double(first) * h, spacing: h, count: count), longName: "\(name) coordinate")
    }

    /// The matrix I + s A, where A is minus the five-point Laplacian with zero boundary values; s A alone where
    /// `hasIdentity` is false.
    func stencil(scaledBy s: Double, hasIdentity: Bool) -> ConstantStencil {
        let (x, y) = (1 / (spacing.x * spacing.x), 1 / (spacing.y * spacing.y))
        return ConstantStencil(
            rows: rows, columns: columns, diagonal: (hasIdentity ? 1 : 0) + 2 * s * (x + y), alongRow: -s * x,
            acrossRows: -s * y)
    }

    /// The values at all corners: `interior + boundary` inside, `boundary` around.
    func withBoundary(_ interior: Tensor<Double>, boundary: Double) -> Tensor<Double> {
        var all = Tensor<Double>(repeating: boundary, shape: [cells.y + 1, cells.x + 1])
        interior.withBuffer { interior in
            all.withMutableBuffer { all in
                for row in 0..<rows {
                    for column in 0..<columns {
                        all[(row + 1) * (cells.x + 1) + column + 1] = interior[row * columns + column] + boundary
                    }
                }
            }
        }
        return all
    }

    /// The names of what ``errors(of:_:_:at:_:)`` gives where there is an exact solution.
    static let errorNames = ["error_l2", "error_max"]

    /// `error_l2` and `error_max`: root mean square and maximum of |interior + boundary − exact| at a time; none where
    /// there is no exact solution.
    func errors<Variables: FieldVariables>(
        of interior: Tensor<Double>, _ boundary: Double, _ exact: FieldSource<Variables>?, at time: Double,
        _ run: RunContext
    ) throws -> [Metric] {
        guard let exact else { return [] }
        var differences = Tensor<Double>(shape: [rows, columns])
        let sampler = try exact.sampler(on: interiorAxes, run)
        return try interior.withBuffer { u in
            try differences.withMutableBuffer { differences in
                try sampler.sample(at: time, into: differences)
                for index in u.indices { differences[index] -= u[index] + boundary }
                let values = UnsafeBufferPointer(differences)
                return [
                    Metric(Self.errorNames[0], norm2(values) / Double(max(values.count, 1)).squareRoot()),
                    Metric(Self.errorNames[1], maximumMagnitude(values)),
                ]
            }
        }
    }

    /// What is wrong with options that need a value for x and one for y.
    static func conflicts(_ counts: (key: String, count: Int)...) -> [OptionConflict] {
        counts.filter { $0.count != 2 }.map { key, count in
            OptionConflict(key, "'\(key)' needs two values, for x and y, and has \(count)")
        }
    }
}
