extension DiffusionStencil {
    /// The matrix in compressed rows, unknowns in row-major order.
    ///
    /// - Throws: ``ComputationError/tooLarge(_:)`` where there are more unknowns than indices can count.
    public func assembled() throws -> SparseMatrix {
        let count = count
        guard count < Int(Int32.max) else {
            throw ComputationError.tooLarge("\(count) unknowns are too many for a matrix in compressed rows")
        }
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        var starts = [0]
        var columns: [Int32] = []
        var values: [Double] = []
        starts.reserveCapacity(count + 1)
        columns.reserveCapacity((2 * shape.count + 1) * count)
        values.reserveCapacity((2 * shape.count + 1) * count)
        var row: [(column: Int, value: Double)] = []
        var place = [Int](repeating: 0, count: shape.count)
        for point in 0..<count {
            row.removeAll(keepingCapacity: true)
            var diagonal = value(reaction, at: point)
            for axis in shape.indices {
                let (extent, index) = (shape[axis], place[axis])
                for side in 0...1 {
                    let k = face(axis, below: index + side, of: point, place)
                    diagonal += k
                    let isInside = side == 0 ? index > 0 : index < extent - 1
                    guard isInside || faces[axis].isPeriodic else { continue }
                    let step = side == 0 ? -1 : 1
                    let target = isInside ? point + step * strides[axis] : point - step * (extent - 1) * strides[axis]
                    row.append((target, -k))
                }
            }
            row.append((point, diagonal))
            row.sort { $0.column < $1.column }
            for entry in row {
                if let last = columns.last, columns.count > starts[starts.count - 1], Int(last) == entry.column {
                    values[values.count - 1] += entry.value
                } else {
                    columns.append(Int32(entry.column))
                    values.append(entry.value)
                }
            }
            starts.append(values.count)
            var axis = shape.count - 1
            while axis >= 0 {
                place[axis] += 1
                if place[axis] < shape[axis] { break }
                place[axis] = 0
                axis -= 1
            }
        }
        return SparseMatrix(unchecked: count, count, rowStarts: starts, columnIndices: columns, values: values)
    }

    /// The coefficient of a face across an axis, counted from the wall below.
    private func face(_ axis: Int, below number: Int, of point: Int, _ place: [Int]) -> Double {
        switch faces[axis].coefficient {
        case .constant(let k):
            if faces[axis].isPeriodic { return k }
            return number == 0 ? faces[axis].lowerWall : number == shape[axis] ? faces[axis].upperWall : k
        case .values(let values):
            var position = 0
            for other in shape.indices {
                let isAxis = other == axis
                position = position * (shape[other] + (isAxis ? 1 : 0)) + (isAxis ? number : place[other])
            }
            return values.withBuffer { $0[position] }
        }
    }

    private func value(_ coefficient: Coefficient, at point: Int) -> Double {
        switch coefficient {
        case .constant(let value): value
        case .values(let values): values.withBuffer { $0[point] }
        }
    }
}
