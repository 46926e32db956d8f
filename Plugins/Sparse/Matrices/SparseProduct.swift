import Ansatz

extension CompressedRows {
    /// A B, row by row with a marker for each column (Gustavson's algorithm).
    ///
    /// Each row is summed in one order, so that the number of threads changes no bit.
    ///
    /// - Throws: where the product has more entries than 32 bits count, or the user asked to stop.
    func product(_ other: CompressedRows, _ run: RunContext) throws -> CompressedRows {
        precondition(columns == other.rows, "a product of matrices with \(columns) columns and \(other.rows) rows")
        // One piece for each thread: rows don't depend on one another.
        let pieces = max(1, min(run.threads.count, rows / 4096))
        let bounds = balanced(pieces, other)
        let parts = (0..<pieces).map { _ in ProductPart() }
        run.threads.forEach(0..<pieces, grain: 1) { block in
            for piece in block { parts[piece].compute(self, other, bounds[piece]..<bounds[piece + 1], run) }
        }
        try run.checkCancellation()
        let total = try Self.checkedCount(parts.reduce(0) { $0 + $1.count })
        let result = CompressedRows(rows: rows, columns: other.columns, count: total)
        var offset = 0
        for (piece, part) in parts.enumerated() {
            result.indices.advanced(by: offset).update(from: part.indices, count: part.count)
            result.values.advanced(by: offset).update(from: part.values, count: part.count)
            for row in bounds[piece]..<bounds[piece + 1] {
                offset += Int(part.lengths[row - bounds[piece]])
                result.starts[row + 1] = Int32(truncatingIfNeeded: offset)
            }
        }
        return result
    }

    /// Rows at which to cut for pieces of about equal work.
    private func balanced(_ pieces: Int, _ other: CompressedRows) -> [Int] {
        var bounds = [0]
        let total = max(count, 1)
        var row = 0
        for piece in 1..<max(pieces, 1) {
            let goal = total / pieces * piece
            while row < rows, Int(starts[row]) < goal { row += 1 }
            bounds.append(row)
        }
        bounds.append(rows)
        return bounds
    }
}

/// A run of rows of a product.
private final class ProductPart: @unchecked Sendable {
    private(set) var count = 0
    private(set) var indices = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    private(set) var values = UnsafeMutablePointer<Double>.allocate(capacity: 1)
    private(set) var lengths = UnsafeMutablePointer<Int32>.allocate(capacity: 1)

    deinit {
        indices.deallocate()
        values.deallocate()
        lengths.deallocate()
    }

    /// Stops early, with what it has, where the user asked to.
    func compute(_ a: CompressedRows, _ b: CompressedRows, _ rows: Range<Int>, _ run: RunContext) {
        // No row has more entries than its terms. What is never touched takes no memory.
        var bound = 0
        for position in rows.isEmpty ? 0..<0 : Int(a.starts[rows.lowerBound])..<Int(a.starts[rows.upperBound]) {
            bound += b.positions(Int(a.indices[position])).count
        }
        indices.deallocate()
        values.deallocate()
        lengths.deallocate()
        indices = .allocate(capacity: max(bound, 1))
        values = .allocate(capacity: max(bound, 1))
        lengths = .allocate(capacity: max(rows.count, 1))
        lengths.initialize(repeating: 0, count: max(rows.count, 1))
        // Where a column's entry of this row lies; below the row's start where it has none yet.
        let places = UnsafeMutablePointer<Int>.allocate(capacity: max(b.columns, 1))
        places.initialize(repeating: -1, count: max(b.columns, 1))
        defer { places.deallocate() }
        let (indices, values) = (indices, values)
        var next = 0
        for row in rows {
            let start = next
            for position in a.positions(row) {
                let (middle, factor) = (Int(a.indices[position]), a.values[position])
                for term in b.positions(middle) {
                    let column = Int(b.indices[term])
                    let value = factor * b.values[term]
                    let place = places[column]
                    if place >= start {
                        values[place] += value
                    } else {
                        places[column] = next
                        indices[next] = b.indices[term]
                        values[next] = value
                        next &+= 1
                    }
                }
            }
            lengths[row - rows.lowerBound] = Int32(truncatingIfNeeded: next - start)
            if row & 0xFFF == 0, run.isCancelled { break }
        }
        count = next
    }
}
