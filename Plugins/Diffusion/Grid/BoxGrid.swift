import Ansatz

/// A box in one to three dimensions cut into equal cells, with values at the cells' corners.
///
/// Arrays have the slowest axis first: (z, y, x). Options have x first.
struct BoxGrid {
    /// Slowest first.
    let sides: [BoxSide]

    /// - Parameters:
    ///   - cells: along x, y and z, as many as there are axes.
    ///   - lengths: of the sides; 1 each where not given.
    /// - Throws: ``ComputationError/tooLarge(_:)`` where the number of points overflows, and
    ///   ``ComputationError/unsuitable(_:help:)`` for cells so small or large that their sizes squared are no numbers.
    init(cells: [Int], lengths: [Double]?, walls: PerAxis<WallKind>) throws {
        guard (1...3).contains(cells.count), lengths.map({ $0.count == cells.count }) ?? true,
            cells.allSatisfy({ $0 >= 2 && $0 < Int.max / 4 }),
            let corners = Tensor<Double>.elementCount(of: cells.map { $0 + 1 }),
            !corners.multipliedReportingOverflow(by: 8 * 64).overflow
        else {
            throw ComputationError.tooLarge(
                "\(cells.map(String.init).joined(separator: " x ")) cells are more than any memory holds")
        }
        sides = cells.indices.reversed().map { axis in
            BoxSide(
                name: ["x", "y", "z"][axis], cells: cells[axis], length: lengths?[axis] ?? 1,
                walls: walls.value(axis) ?? .dirichlet)
        }
        for side in sides {
            let square = side.spacing * side.spacing
            guard square.isNormal, (1 / square).isNormal else {
                throw ComputationError.unsuitable(
                    "a side of length \(side.length) along \(side.name) has cells of size \(side.spacing), whose square "
                        + "is no number to compute with", help: "choose units in which the lengths are near 1")
            }
        }
    }

    /// What is wrong with the options of a grid.
    static func conflicts(cells: [Int], lengths: [Double]?, walls: PerAxis<WallKind>) -> [OptionConflict] {
        guard (1...3).contains(cells.count) else {
            return [
                OptionConflict(
                    "cells", "'cells' needs one to three values, along x, y and z, and has \(cells.count)",
                    help: "write [64, 64] for a rectangle")
            ]
        }
        var conflicts = walls.conflicts("walls", axes: cells.count)
        if let lengths, lengths.count != cells.count {
            conflicts.append(
                OptionConflict(
                    "lengths", "'lengths' has \(lengths.count) values, but 'cells' has \(cells.count)",
                    help: "give a length for each axis, or leave them out for lengths of 1"))
        }
        return conflicts
    }

    /// The extents of the unknowns.
    var shape: [Int] { sides.map(\.unknowns) }
    /// The extents of all points.
    var pointShape: [Int] { sides.map(\.points) }
    var unknowns: Int { shape.reduce(1, *) }
    var points: Int { pointShape.reduce(1, *) }
    var unknownAxes: [Axis] { sides.map(\.unknownAxis) }
    var pointAxes: [Axis] { sides.map(\.pointAxis) }

    /// Whether constants pass through every wall without loss.
    var keepsConstants: Bool { sides.allSatisfy(\.keepsConstants) }

    /// The part of a cell that each unknown stands for: the product of its sides' weights.
    var weights: Tensor<Double> {
        var weights = Tensor<Double>(repeating: 1, shape: shape)
        guard !hasEqualWeights else { return weights }
        let tables = sides.map(\.weights)
        weights.withMutableBuffer { weights in
            Self.forEachIndex(of: shape) { position, place in
                weights[position] = zip(tables, place).reduce(1) { $0 * $1.0[$1.1] }
            }
        }
        return weights
    }

    /// Whether every unknown stands for a whole cell.
    var hasEqualWeights: Bool { sides.allSatisfy { !$0.walls.isFreeBelow && !$0.walls.isFreeAbove } }

    /// `dx`, `dy` and `dz`, as many as there are axes.
    var spacings: [Metric] { sides.reversed().map { Metric("d\($0.name)", $0.spacing) } }

    /// Calls `body` with each position in a row-major array and its index along each axis.
    static func forEachIndex(of shape: [Int], _ body: (_ position: Int, _ place: [Int]) throws -> Void) rethrows {
        guard shape.allSatisfy({ $0 > 0 }) else { return }
        var place = [Int](repeating: 0, count: shape.count)
        for position in 0..<shape.reduce(1, *) {
            try body(position, place)
            var axis = shape.count - 1
            while axis >= 0 {
                place[axis] += 1
                if place[axis] < shape[axis] { break }
                place[axis] = 0
                axis -= 1
            }
        }
    }

    /// How far apart in a row-major array the neighbours along each axis are.
    static func strides(of shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return strides
    }

    /// "x = 0.5, y = 0.25": a point in words.
    func place(of point: Int) -> String {
        var rest = point
        var parts: [String] = []
        for side in sides.reversed() {
            parts.append("\(side.name) = \(side.pointAxis.coordinate(at: rest % side.points))")
            rest /= side.points
        }
        return parts.joined(separator: ", ")
    }

    /// A function's values at the unknowns.
    func unknownValues(of source: FieldSource<OverSpace>, _ run: RunContext) throws -> Tensor<Double> {
        var values = Tensor<Double>(shape: shape)
        try source.sampler(on: unknownAxes, run).sample(at: 0, into: &values)
        return values
    }

    /// The position among all points of each unknown, row by row.
    func forEachUnknownRow(_ body: (_ unknown: Int, _ point: Int, _ count: Int) -> Void) {
        let along = sides[sides.count - 1]
        let strides = Self.strides(of: pointShape)
        let outer = Array(shape.dropLast())
        Self.forEachIndex(of: outer) { row, place in
            var point = along.first
            for axis in outer.indices { point += (place[axis] + sides[axis].first) * strides[axis] }
            body(row * along.unknowns, point, along.unknowns)
        }
    }
}
