import Ansatz

/// Entries of a matrix in any order.
final class TripletList {
    private let capacity: Int
    private let rows: UnsafeMutablePointer<Int32>
    private let columns: UnsafeMutablePointer<Int32>
    private let values: UnsafeMutablePointer<Double>
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 1)
        rows = .allocate(capacity: self.capacity)
        columns = .allocate(capacity: self.capacity)
        values = .allocate(capacity: self.capacity)
    }

    deinit {
        rows.deallocate()
        columns.deallocate()
        values.deallocate()
    }

    /// - Precondition: there is room.
    @inline(__always)
    func append(_ row: Int, _ column: Int, _ value: Double) {
        precondition(count < capacity, "more entries than were announced")
        rows[count] = Int32(truncatingIfNeeded: row)
        columns[count] = Int32(truncatingIfNeeded: column)
        values[count] = value
        count &+= 1
    }

    /// Calls `body` with each entry.
    func forEach(_ body: (_ row: Int, _ column: Int, _ value: Double) throws -> Void) rethrows {
        for index in 0..<count { try body(Int(rows[index]), Int(columns[index]), values[index]) }
    }

    /// The matrix; entries at the same place are summed, in the order in which they came.
    ///
    /// - Precondition: all entries lie within it.
    func assembled(rows rowCount: Int, columns columnCount: Int) throws -> SparseMatrix {
        var starts = [Int](repeating: 0, count: rowCount + 1)
        var sortedColumns = [Int32](repeating: 0, count: count)
        var sortedValues = [Double](repeating: 0, count: count)
        var used = 0
        starts.withUnsafeMutableBufferPointer { starts in
            sortedColumns.withUnsafeMutableBufferPointer { sortedColumns in
                sortedValues.withUnsafeMutableBufferPointer { sortedValues in
                    for index in 0..<count { starts[Int(rows[index]) + 1] += 1 }
                    for row in 0..<rowCount { starts[row + 1] += starts[row] }
                    // Each start moves to the next row's as its row fills, and back below.
                    for index in 0..<count {
                        let place = starts[Int(rows[index])]
                        sortedColumns[place] = columns[index]
                        sortedValues[place] = values[index]
                        starts[Int(rows[index])] += 1
                    }
                    for row in stride(from: rowCount, to: 0, by: -1) { starts[row] = starts[row - 1] }
                    starts[0] = 0
                    var begin = 0
                    for row in 0..<rowCount {
                        let end = starts[row + 1]
                        Self.sort(sortedColumns, sortedValues, begin, end)
                        let first = used
                        for place in begin..<end {
                            if used > first, sortedColumns[used - 1] == sortedColumns[place] {
                                sortedValues[used - 1] += sortedValues[place]
                            } else {
                                sortedColumns[used] = sortedColumns[place]
                                sortedValues[used] = sortedValues[place]
                                used += 1
                            }
                        }
                        begin = end
                        starts[row + 1] = used
                    }
                }
            }
        }
        if used < count {
            sortedColumns.removeLast(count - used)
            sortedValues.removeLast(count - used)
        }
        do {
            return try SparseMatrix(
                rows: rowCount, columns: columnCount, rowStarts: starts, columnIndices: sortedColumns,
                values: sortedValues)
        } catch {
            throw ComputationError.badInput(error.description, help: nil)
        }
    }

    /// Sorts the entries of one row by column; those of equal columns keep their order.
    private static func sort(
        _ columns: UnsafeMutableBufferPointer<Int32>, _ values: UnsafeMutableBufferPointer<Double>, _ begin: Int,
        _ end: Int
    ) {
        if end - begin > 64, !(begin + 1..<end).allSatisfy({ columns[$0 - 1] <= columns[$0] }) {
            let order = (begin..<end).sorted { columns[$0] == columns[$1] ? $0 < $1 : columns[$0] < columns[$1] }
            let (oldColumns, oldValues) = (order.map { columns[$0] }, order.map { values[$0] })
            for index in order.indices {
                columns[begin + index] = oldColumns[index]
                values[begin + index] = oldValues[index]
            }
            return
        }
        var place = begin + 1
        while place < end {
            let (column, value) = (columns[place], values[place])
            var target = place
            while target > begin, columns[target - 1] > column {
                columns[target] = columns[target - 1]
                values[target] = values[target - 1]
                target -= 1
            }
            columns[target] = column
            values[target] = value
            place += 1
        }
    }
}
