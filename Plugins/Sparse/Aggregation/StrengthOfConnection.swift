import Ansatz

/// Which entries of a matrix connect its unknowns strongly, and the matrix with the weak ones lumped to the diagonal.
struct StrengthOfConnection {
    /// The graph of the nodes; a node is `block` unknowns that follow one another.
    let graph: CompressedRows
    /// What the prolongator is smoothed with: A, or A without the weak entries, each of which was added to its row's
    /// diagonal.
    let filtered: CompressedRows

    /// Strong are entries with aᵢⱼ² > θ² |aᵢᵢ aⱼⱼ| (and for blocks of more than one unknown the same of their Frobenius
    /// norms). With θ = 0 all that are not zero are.
    init(_ matrix: CompressedRows, _ diagonal: [Double], θ: Double, block: Int, _ run: RunContext) throws {
        if block > 1 {
            let nodes = try Self.condensed(matrix, block, run)
            graph = try Self.strong(nodes, nodes.diagonal(), θ: θ, isLumped: false, run)
            filtered = matrix
        } else if θ > 0 {
            filtered = try Self.strong(matrix, diagonal, θ: θ, isLumped: true, run)
            graph = filtered
        } else {
            filtered = matrix
            graph =
                (0..<matrix.count).allSatisfy { matrix.values[$0] != 0 }
                ? matrix : try Self.strong(matrix, diagonal, θ: 0, isLumped: false, run)
        }
    }

    private static func strong(
        _ matrix: CompressedRows, _ diagonal: [Double], θ: Double, isLumped: Bool, _ run: RunContext
    ) throws -> CompressedRows {
        // One more in each row, since a matrix need not store its diagonal.
        let result = CompressedRows(rows: matrix.rows, columns: matrix.columns, count: matrix.count + matrix.rows)
        // An entry is as strong as its mirror image, which may have another value: the pattern stays symmetric for
        // symmetric matrices, which is all that is needed.
        var next = 0
        try diagonal.withUnsafeBufferPointer { diagonal in
            for row in 0..<matrix.rows {
                let limit = θ * θ * abs(diagonal[row])
                var lumped = 0.0
                let place = next
                next += 1
                for position in matrix.positions(row) {
                    let (index, value) = (matrix.indices[position], matrix.values[position])
                    if Int(index) == row { continue }
                    if value != 0, value * value > limit * abs(diagonal[Int(index)]) {
                        result.indices[next] = index
                        result.values[next] = value
                        next += 1
                    } else {
                        lumped += value
                    }
                }
                let entry = diagonal[row] + (isLumped ? lumped : 0)
                result.indices[place] = Int32(truncatingIfNeeded: row)
                // A diagonal that lumping nearly cancels would be divided by.
                result.values[place] = abs(entry) < 0.1 * abs(diagonal[row]) ? diagonal[row] : entry
                result.starts[row + 1] = Int32(truncatingIfNeeded: next)
                if row % CompressedRows.rowsPerPoll == 0 { try run.checkCancellation() }
            }
        }
        return result.trimmed(to: next)
    }

    /// One node for each block, with the Frobenius norms of the blocks.
    private static func condensed(
        _ matrix: CompressedRows, _ block: Int, _ run: RunContext
    ) throws -> CompressedRows {
        let nodes = matrix.rows / block
        let result = CompressedRows(rows: nodes, columns: nodes, count: matrix.count)
        var places = [Int](repeating: -1, count: nodes)
        var next = 0
        for node in 0..<nodes {
            let start = next
            for row in (node * block)..<((node + 1) * block) {
                for position in matrix.positions(row) {
                    let other = Int(matrix.indices[position]) / block
                    let square = matrix.values[position] * matrix.values[position]
                    if places[other] >= start {
                        result.values[places[other]] += square
                    } else {
                        places[other] = next
                        result.indices[next] = Int32(truncatingIfNeeded: other)
                        result.values[next] = square
                        next += 1
                    }
                }
            }
            for position in start..<next { result.values[position].formSquareRoot() }
            result.starts[node + 1] = Int32(truncatingIfNeeded: next)
            if node % CompressedRows.rowsPerPoll == 0 { try run.checkCancellation() }
        }
        return result.trimmed(to: next)
    }
}
