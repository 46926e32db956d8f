import Ansatz

/// The faces across one axis of a grid: their coefficients, and the unknowns beside the walls.
struct BoxFaces {
    private let grid: BoxGrid
    private let axis: Int
    private let side: BoxSide
    /// 1/h².
    private let scale: Double
    /// The parts of whole faces, over the unknowns of the other axes; `nil` where all are whole.
    private let weights: [Double]?
    /// How far apart neighbours across a face are among all points.
    let pointStride: Int

    init(_ grid: BoxGrid, axis: Int) {
        self.grid = grid
        self.axis = axis
        side = grid.sides[axis]
        scale = 1 / (side.spacing * side.spacing)
        pointStride = BoxGrid.strides(of: grid.pointShape)[axis]
        let others = grid.sides.indices.filter { $0 != axis }
        if others.contains(where: { grid.sides[$0].walls.isFreeBelow || grid.sides[$0].walls.isFreeAbove }) {
            let tables = others.map { grid.sides[$0].weights }
            var weights: [Double] = []
            BoxGrid.forEachIndex(of: tables.map(\.count)) { _, place in
                weights.append(zip(tables, place).reduce(1) { $0 * $1.0[$1.1] })
            }
            self.weights = weights
        } else {
            weights = nil
        }
    }

    /// The part of a whole face that belongs to an unknown on a wall, counted over the other axes.
    func weight(onWall wall: Int) -> Double { weights?[wall] ?? 1 }

    /// The faces' coefficients a_f w_f / h² from the coefficient at all points.
    func faces(_ coefficient: PointValues, _ mean: FaceMean) -> DiffusionStencil.Faces {
        if case .constant(let a) = coefficient, weights == nil {
            let k = a * scale
            return DiffusionStencil.Faces(
                .constant(k), lowerWall: side.walls.isGivenBelow ? k : 0, upperWall: side.walls.isGivenAbove ? k : 0,
                isPeriodic: side.walls == .periodic)
        }
        var k = Tensor<Double>(shape: DiffusionStencil.shapeOfFaces(grid.shape, axis))
        // Columns are lines along the axis, `inner` apart, in blocks of the slower axes.
        let inner = grid.shape[(axis + 1)...].reduce(1, *)
        let outer = grid.shape[..<axis].reduce(1, *)
        let count = side.unknowns + 1
        k.withMutableBuffer { k in
            for block in 0..<outer {
                for column in 0..<inner {
                    let line = block * inner + column
                    let weight = scale * (weights?[line] ?? 1)
                    let start = block * count * inner + column
                    fill(k, from: start, step: inner, coefficient, firstPoint: firstPoint(ofLine: line), weight, mean)
                }
            }
        }
        return DiffusionStencil.Faces(.values(k), isPeriodic: side.walls == .periodic)
    }

    private func fill(
        _ k: UnsafeMutableBufferPointer<Double>, from start: Int, step: Int, _ coefficient: PointValues,
        firstPoint: Int, _ weight: Double, _ mean: FaceMean
    ) {
        let last = side.unknowns
        let isOpenBelow = side.walls.isFreeBelow
        let isOpenAbove = side.walls.isFreeAbove
        switch coefficient {
        case .constant(let a):
            for face in 0...last {
                let isClosed = (face == 0 && isOpenBelow) || (face == last && isOpenAbove)
                k[start + face * step] = isClosed ? 0 : a * weight
            }
        case .values(let values):
            values.withBuffer { a in
                let around = (side.points - 1) * pointStride
                for face in 0...last {
                    let isClosed = (face == 0 && isOpenBelow) || (face == last && isOpenAbove)
                    guard !isClosed else {
                        k[start + face * step] = 0
                        continue
                    }
                    let isAround = side.walls == .periodic && (face == 0 || face == last)
                    let upper = firstPoint + (isAround ? 0 : face) * pointStride
                    let lower = isAround ? firstPoint + around : upper - pointStride
                    k[start + face * step] = mean(a[lower], a[upper]) * weight
                }
            }
        }
    }

    /// The first unknown's point on a line along the axis, lines counted over the unknowns of the other axes.
    private func firstPoint(ofLine line: Int) -> Int {
        let strides = BoxGrid.strides(of: grid.pointShape)
        var rest = line
        var point = side.first * strides[axis]
        for other in grid.sides.indices.reversed() where other != axis {
            let extent = grid.sides[other].unknowns
            point += (grid.sides[other].first + rest % extent) * strides[other]
            rest /= extent
        }
        return point
    }

    /// Calls `body` with the unknowns next to a wall: their number over the other axes, and their places among unknowns
    /// and points.
    func forEachOnWall(isUpper: Bool, _ body: (_ wall: Int, _ unknown: Int, _ point: Int) -> Void) {
        let strides = BoxGrid.strides(of: grid.shape)
        let pointStrides = BoxGrid.strides(of: grid.pointShape)
        var wall = grid.shape
        wall[axis] = 1
        let index = isUpper ? side.unknowns - 1 : 0
        BoxGrid.forEachIndex(of: wall) { position, place in
            var unknown = index * strides[axis]
            var point = index * pointStrides[axis]
            for other in place.indices {
                unknown += place[other] * strides[other]
                point += (place[other] + grid.sides[other].first) * pointStrides[other]
            }
            body(position, unknown, point)
        }
    }

    /// The coefficient of the wall beyond an unknown.
    func coefficient(_ stencil: DiffusionStencil, at unknown: Int, isUpper: Bool) -> Double {
        let faces = stencil.faces[axis]
        switch faces.coefficient {
        case .constant: return isUpper ? faces.upperWall : faces.lowerWall
        case .values(let values):
            let inner = stencil.shape[(axis + 1)...].reduce(1, *)
            let block = unknown / (inner * stencil.shape[axis])
            let face = isUpper ? stencil.shape[axis] : 0
            return values.withBuffer { $0[(block * (stencil.shape[axis] + 1) + face) * inner + unknown % inner] }
        }
    }
}
