import Ansatz

/// The box that the points of a sample lie in.
struct SampledBox {
    let grid: BoxGrid
    /// Whether the outermost points are one spacing inside the box, along axes with given values on both walls.
    private let lacksWalls: [Bool]

    /// - Parameters:
    ///   - axes: of the field, slowest first; time and components that have a single one don't count.
    ///   - isUnit: whether all sides must have length 1.
    ///   - name: of the field, for messages.
    /// - Throws: ``ComputationError/badInput(_:help:)`` for points that no box of equal cells has.
    init(_ axes: [Axis], walls: PerAxis<WallKind>, isUnit: Bool, name: String) throws {
        let axes = axes.filter { $0.role == .space || $0.count > 1 }
        let expected = Array(["x", "y", "z"].prefix(axes.count).reversed())
        guard (1...3).contains(axes.count), axes.map(\.name) == expected else {
            throw ComputationError.badInput(
                "'\(name)' has the axes (\(axes.map(\.name).joined(separator: ", "))), and needs "
                    + "(x), (y, x) or (z, y, x)", help: "name them so where the samples are read")
        }
        var (cells, lengths, lacksWalls) = ([Int](), [Double](), [Bool]())
        for (position, axis) in axes.enumerated() {
            let kind = walls.value(axes.count - 1 - position) ?? .dirichlet
            let (side, length, isInside) = try Self.side(axis, kind, name)
            cells.append(side)
            if isUnit, abs(length - 1) > 1e-4 {
                throw ComputationError.badInput(
                    "the box of '\(name)' has length \(length) along \(axis.name), and this problem is posed on length 1",
                    help: "give the coordinates, such as domain: { \(axis.name): [0, 1] }")
            }
            lengths.append(isUnit ? 1 : length)
            lacksWalls.append(isInside)
        }
        self.lacksWalls = lacksWalls
        grid = try BoxGrid(cells: cells.reversed(), lengths: isUnit ? nil : lengths.reversed(), walls: walls)
    }

    /// Cells and length of the box along an axis.
    private static func side(_ axis: Axis, _ walls: WallKind, _ name: String) throws -> (Int, Double, Bool) {
        guard axis.count >= 2, let spacing = axis.spacing(), spacing > 0 else {
            throw ComputationError.badInput(
                "'\(name)' has no evenly spaced, growing points along \(axis.name)",
                help: "give the coordinates, such as domain: { \(axis.name): [0, 1] }")
        }
        // In spacings; coordinates may have been stored in single precision.
        let start = axis.coordinate(at: 0) / spacing
        func isNear(_ value: Double) -> Bool { abs(start - value) < 1e-3 * Double(max(axis.count, 10)) / 10 }
        if isNear(0) {
            let cells = walls == .periodic ? axis.count : axis.count - 1
            return (cells, Double(cells) * spacing, false)
        }
        if isNear(1), walls == .dirichlet { return (axis.count + 1, Double(axis.count + 1) * spacing, true) }
        throw ComputationError.badInput(
            "the points of '\(name)' start at \(axis.name) = \(axis.coordinate(at: 0)), which is neither on the wall nor "
                + "one spacing of \(spacing) from it",
            help: isNear(0.5)
                ? "values in the middle of cells (the convention 'published') have no such check"
                : "the box begins at 0 along each axis")
    }

    /// A field's values at all points of the box.
    ///
    /// - Parameter continues: whether points on the walls that the field lacks have the value of their neighbours, as a
    ///   coefficient's; else they are 0.
    func values(of field: Field, continues: Bool) throws -> Tensor<Double> {
        if let place = field.firstNonFinite {
            throw ComputationError.badInput("'\(field.name)' is not finite at index \(place)", help: nil)
        }
        let values = field.doubles
        guard lacksWalls.contains(true) else { return values.reshaped(grid.pointShape) }
        let shape = zip(grid.pointShape, lacksWalls).map { $1 ? $0 - 2 : $0 }
        let strides = BoxGrid.strides(of: shape)
        var all = Tensor<Double>(shape: grid.pointShape)
        values.withBuffer { values in
            all.withMutableBuffer { all in
                BoxGrid.forEachIndex(of: grid.pointShape) { point, place in
                    var source = 0
                    var isInside = true
                    for axis in place.indices {
                        let index = lacksWalls[axis] ? place[axis] - 1 : place[axis]
                        let nearest = min(max(index, 0), shape[axis] - 1)
                        isInside = isInside && nearest == index
                        source += nearest * strides[axis]
                    }
                    if isInside || continues { all[point] = values[source] }
                }
            }
        }
        return all
    }
}
