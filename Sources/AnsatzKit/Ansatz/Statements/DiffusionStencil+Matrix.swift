extension DiffusionStencil {
    /// The matrix in compressed rows, unknowns in row-major order.
    ///
    /// - Parameter run: asked from time to time whether to stop, where it is given.
    /// - Throws: ``ComputationError/tooLarge(_:)`` where there are more unknowns than indices can count.
    public func assembled(_ run: RunContext? = nil) throws -> SparseMatrix {
        let count = count
        guard count < Int(Int32.max) else {
            throw ComputationError.tooLarge("\(count) unknowns are too many for a matrix in compressed rows")
        }
        var starts = [Int](repeating: 0, count: count + 1)
        let widest = 2 * shape.count + 1
        var values: [Double] = []
        let columns = try [Int32](unsafeUninitializedCapacity: widest * count) { columns, columnCount in
            values = try [Double](unsafeUninitializedCapacity: widest * count) { values, valueCount in
                try starts.withUnsafeMutableBufferPointer { starts in
                    columnCount = try fill(starts, columns, values, run)
                    valueCount = columnCount
                }
            }
        }
        return SparseMatrix(unchecked: count, count, rowStarts: starts, columnIndices: columns, values: values)
    }

    /// Writes all rows, one after the other; returns the number of entries.
    private func fill(
        _ starts: UnsafeMutableBufferPointer<Int>, _ columns: UnsafeMutableBufferPointer<Int32>,
        _ values: UnsafeMutableBufferPointer<Double>, _ run: RunContext?
    ) throws -> Int {
        let readers = shape.indices.map { FaceReader(faces[$0], axis: $0, shape) }
        let (rank, line) = (shape.count, shape[shape.count - 1])
        var strides = [Int](repeating: 1, count: rank)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        var next = 0
        var untilPoll = 0
        try withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * rank) { places in
            places.initialize(repeating: 0)
            let place = UnsafeMutableBufferPointer(rebasing: places[..<rank])
            // Of the face below the point, for each axis.
            let lower = UnsafeMutableBufferPointer(rebasing: places[rank...])
            for first in stride(from: 0, to: count, by: line) {
                untilPoll -= line
                if untilPoll < 0 {
                    try run?.checkCancellation()
                    untilPoll = 1 << 16
                }
                var rest = first
                for axis in 0..<rank {
                    place[axis] = rest / strides[axis]
                    rest %= strides[axis]
                }
                for axis in 0..<rank { lower[axis] = readers[axis].position(place) }
                for point in first..<first + line {
                    let start = next
                    var diagonal: Double
                    switch reaction {
                    case .constant(let value): diagonal = value
                    case .values(let tensor): diagonal = tensor.withBuffer { $0[point] }
                    }
                    // Neighbours below, the farthest first; the point itself; neighbours above: ascending, but for wraps.
                    for axis in 0..<rank {
                        let k = readers[axis].below(place[axis], lower[axis])
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
                        let k = readers[axis].above(place[axis], lower[axis])
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
                    place[rank - 1] += 1
                    for axis in 0..<rank { lower[axis] += 1 }
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
    private let extent: Int
    /// Of the array of faces, for each axis.
    private let strides: [Int]
    /// From a face to the next across the axis.
    private let step: Int
    private let inside: Double
    private let lowerWall: Double
    private let upperWall: Double
    private let values: Tensor<Double>?

    init(_ faces: DiffusionStencil.Faces, axis: Int, _ shape: [Int]) {
        isPeriodic = faces.isPeriodic
        extent = shape[axis]
        var strides = [Int](repeating: 1, count: shape.count)
        for other in shape.indices.dropLast().reversed() {
            strides[other] = strides[other + 1] * (shape[other + 1] + (other + 1 == axis ? 1 : 0))
        }
        self.strides = strides
        step = strides[axis]
        switch faces.coefficient {
        case .constant(let k):
            (inside, values) = (k, nil)
            lowerWall = isPeriodic ? k : faces.lowerWall
            upperWall = isPeriodic ? k : faces.upperWall
        case .values(let tensor): (inside, lowerWall, upperWall, values) = (0, 0, 0, tensor)
        }
    }

    /// Of the face below a point, in the array of faces. The next point's along the last axis is one further.
    func position(_ place: UnsafeMutableBufferPointer<Int>) -> Int {
        strides.indices.reduce(0) { $0 + place[$1] * strides[$1] }
    }

    /// The coefficient of the face below a point.
    @inline(__always)
    func below(_ place: Int, _ position: Int) -> Double {
        guard let values else { return place == 0 ? lowerWall : inside }
        return values.withBuffer { $0[position] }
    }

    /// That of the face above it.
    @inline(__always)
    func above(_ place: Int, _ position: Int) -> Double {
        guard let values else { return place + 1 == extent ? upperWall : inside }
        return values.withBuffer { $0[position + step] }
    }
}
