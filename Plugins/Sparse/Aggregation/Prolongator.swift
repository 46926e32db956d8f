import Ansatz

/// How corrections on a coarser level reach the finer one.
enum Prolongator {
    /// P = (I − ω D⁻¹ A) T, with T the tentative prolongator: the near-nullspace vector cut into aggregates, each piece
    /// scaled to length 1. With blocks, component c of an aggregate's nodes interpolates from component c.
    ///
    /// - Parameters:
    ///   - matrix: A, or A without its weak entries.
    ///   - weights: ωᵢ / dᵢᵢ for each row.
    ///   - tentative: the entry of T in each row; each row has one at most.
    static func smoothed(
        _ matrix: CompressedRows, _ aggregates: Aggregates, weights: [Double], tentative: [Double], block: Int,
        _ run: RunContext
    ) throws -> CompressedRows {
        let columns = aggregates.count * block
        // The column of each unknown's entry in T.
        var targets = [Int32](repeating: -1, count: matrix.rows)
        for unknown in 0..<matrix.rows {
            let aggregate = aggregates.ofNode[unknown / block]
            if aggregate >= 0 { targets[unknown] = Int32(Int(aggregate) * block + unknown % block) }
        }
        let result = CompressedRows(
            rows: matrix.rows, columns: columns, count: try CompressedRows.checkedCount(matrix.count + matrix.rows))
        var next = 0
        let places = UnsafeMutablePointer<Int>.allocate(capacity: max(columns, 1))
        places.initialize(repeating: -1, count: max(columns, 1))
        defer { places.deallocate() }
        try targets.withUnsafeBufferPointer { targets in
            try tentative.withUnsafeBufferPointer { tentative in
                try weights.withUnsafeBufferPointer { weights in
                    for row in 0..<matrix.rows {
                        let start = next
                        if targets[row] >= 0 {
                            places[Int(targets[row])] = next
                            result.indices[next] = targets[row]
                            result.values[next] = tentative[row]
                            next &+= 1
                        }
                        let weight = weights[row]
                        for position in matrix.positions(row) {
                            let column = Int(matrix.indices[position])
                            let target = targets[column]
                            if target < 0 { continue }
                            let value = -weight * matrix.values[position] * tentative[column]
                            let place = places[Int(target)]
                            if place >= start {
                                result.values[place] += value
                            } else {
                                places[Int(target)] = next
                                result.indices[next] = target
                                result.values[next] = value
                                next &+= 1
                            }
                        }
                        result.starts[row + 1] = Int32(truncatingIfNeeded: next)
                        if row % CompressedRows.rowsPerPoll == 0 { try run.checkCancellation() }
                    }
                }
            }
        }
        try run.checkCancellation()
        return result.trimmed(to: next)
    }

}

extension CompressedRows {
    /// The same with room for its entries alone.
    func trimmed(to used: Int) -> CompressedRows {
        let result = CompressedRows(rows: rows, columns: columns, count: used)
        result.starts.update(from: starts, count: rows + 1)
        result.indices.update(from: indices, count: used)
        result.values.update(from: values, count: used)
        return result
    }
}
