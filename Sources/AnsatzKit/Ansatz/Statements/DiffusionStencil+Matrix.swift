extension DiffusionStencil {
    /// The matrix in compressed rows, unknowns in row-major order.
    ///
    /// - Throws: ``ComputationError/tooLarge(_:)`` where there are more unknowns than indices can count.
    public func assembled() throws -> SparseMatrix {
        let count = count
        guard count < Int(Int32.max) else {
            throw ComputationError.tooLarge("\(count) unknowns are too many for a matrix in compressed rows")
        }
        var starts = [Int](repeating: 0, count: count + 1)
        let widest = 2 * shape.count + 1
        var values: [Double] = []
        let columns = [Int32](unsafeUninitializedCapacity: widest * count) { columns, columnCount in
            values = [Double](unsafeUninitializedCapacity: widest * count) { values, valueCount in
                starts.withUnsafeMutableBufferPointer { starts in
                    columnCount = fill(starts, columns, values)
                    valueCount = columnCount
                }
            }
        }
        return SparseMatrix(unchecked: count, count, rowStarts: starts, columnIndices: columns, values: values)
    }

    /// Writes all rows, one after the other; returns the number of entries.
    private func fill(
        _ starts: UnsafeMutableBufferPointer<Int>, _ columns: UnsafeMutableBufferPointer<Int32>,
        _ values: UnsafeMutableBufferPointer<Double>
    ) -> Int {
        let readers = shape.indices.map { FaceReader(faces[$0], axis: $0, shape) }
        let (count, rank) = (count, shape.count)
        var strides = [Int](repeating: 1, count: rank)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        let σ = reaction
        var next = 0
        withUnsafeTemporaryAllocation(of: Int.self, capacity: rank) { place in
            place.initialize(repeating: 0)
            for point in 0..<count {
                let start = next
                var diagonal: Double
                switch σ {
                case .constant(let value): diagonal = value
                case .values(let tensor): diagonal = tensor.withBuffer { $0[point] }
                }
                // Neighbours below, the farthest first; the point itself; neighbours above: ascending, but for wraps.
                for axis in 0..<rank {
                    let k = readers[axis].coefficient(place, 0)
                    diagonal += k
                    let isInside = place[axis] > 0
                    guard isInside || readers[axis].isPeriodic else { continue }
                    let target = isInside ? point - strides[axis] : point + (shape[axis] - 1) * strides[axis]
                    columns[next] = Int32(truncatingIfNeeded: target)
                    values[next] = -k
                    next += 1
                }
                let own = next
                next += 1
                for axis in (0..<rank).reversed() {
                    let k = readers[axis].coefficient(place, 1)
                    diagonal += k
                    let isInside = place[axis] + 1 < shape[axis]
                    guard isInside || readers[axis].isPeriodic else { continue }
                    let target = isInside ? point + strides[axis] : point - (shape[axis] - 1) * strides[axis]
                    columns[next] = Int32(truncatingIfNeeded: target)
                    values[next] = -k
                    next += 1
                }
                columns[own] = Int32(truncatingIfNeeded: point)
                values[own] = diagonal
                next = Self.ordered(columns, values, start, next)
                starts[point + 1] = next
                var axis = rank - 1
                while axis >= 0 {
                    place[axis] += 1
                    if place[axis] < shape[axis] { break }
                    place[axis] = 0
                    axis -= 1
                }
            }
        }
        return next
    }

    /// Sorts a row's entries, and sums those of equal columns; returns where the row ends then.
    @inline(__always)
    private static func ordered(
        _ columns: UnsafeMutableBufferPointer<Int32>, _ values: UnsafeMutableBufferPointer<Double>, _ start: Int,
        _ end: Int
    ) -> Int {
        var isOrdered = true
        for position in start + 1..<Swift.max(end, start + 1) where columns[position - 1] >= columns[position] {
            isOrdered = false
        }
        if isOrdered { return end }
        for position in start + 1..<end {
            let (column, value) = (columns[position], values[position])
            var target = position
            while target > start, columns[target - 1] > column {
                columns[target] = columns[target - 1]
                values[target] = values[target - 1]
                target -= 1
            }
            columns[target] = column
            values[target] = value
        }
        var last = start
        for position in start + 1..<end {
            if columns[position] == columns[last] {
                values[last] += values[position]
            } else {
                last += 1
                columns[last] = columns[position]
                values[last] = values[position]
            }
        }
        return last + 1
    }
}

/// The coefficients of the faces across one axis, by the point below or above which they lie.
private struct FaceReader {
    let isPeriodic: Bool
    private let axis: Int
    private let shape: [Int]
    private let inside: Double
    private let lowerWall: Double
    private let upperWall: Double
    private let values: Tensor<Double>?

    init(_ faces: DiffusionStencil.Faces, axis: Int, _ shape: [Int]) {
        isPeriodic = faces.isPeriodic
        self.axis = axis
        self.shape = shape
        switch faces.coefficient {
        case .constant(let k):
            (inside, values) = (k, nil)
            lowerWall = isPeriodic ? k : faces.lowerWall
            upperWall = isPeriodic ? k : faces.upperWall
        case .values(let tensor): (inside, lowerWall, upperWall, values) = (0, 0, 0, tensor)
        }
    }

    /// - Parameter side: 0 for the face below the point, 1 for that above.
    @inline(__always)
    func coefficient(_ place: UnsafeMutableBufferPointer<Int>, _ side: Int) -> Double {
        let number = place[axis] + side
        guard let values else { return number == 0 ? lowerWall : number == shape[axis] ? upperWall : inside }
        var position = 0
        for other in shape.indices {
            let isAxis = other == axis
            position = position * (shape[other] + (isAxis ? 1 : 0)) + (isAxis ? number : place[other])
        }
        return values.withBuffer { $0[position] }
    }
}
