import Ansatz

/// The step from one level of smoothed aggregation to the next.
struct Coarsening {
    let split: SplitMatrix
    let prolongator: CompressedRows
    let restrictor: CompressedRows
    let coarse: CompressedRows

    /// - Parameter candidate: the near-nullspace vector on this level on entry, on the next on return.
    /// - Returns: `nil` where too few unknowns would go for another level to be worth it.
    init?(
        _ matrix: CompressedRows, _ candidate: inout [Double], _ choice: AggregationChoice, θ: Double,
        isSymmetric: Bool,
        _ run: RunContext
    ) throws {
        let block = choice.block
        split = try SplitMatrix(matrix, run)
        let diagonal = Array(UnsafeBufferPointer(start: split.diagonal, count: split.count))
        let strength = try StrengthOfConnection(matrix, diagonal, θ: θ, block: block, run)
        let aggregates = Aggregates(of: strength.graph)
        try run.checkCancellation()
        let columns = aggregates.count * block
        guard columns > 0, columns * 10 <= matrix.rows * 9 else { return nil }
        // Blocks keep their components apart, which sweeps would mix.
        if block == 1 { try Self.improve(&candidate, split, sweeps: choice.improvement, run) }
        try run.checkCancellation()
        let (tentative, lengths) = Self.tentative(candidate, aggregates, block)
        let filteredDiagonal = strength.filtered === matrix ? diagonal : strength.filtered.diagonal()
        let ρ = try SpectralRadius.ofScaled(
            strength.filtered, filteredDiagonal, isSymmetric: isSymmetric, run)
        let weights = filteredDiagonal.map { 4 / (3 * ρ * $0) }
        prolongator = try Prolongator.smoothed(
            strength.filtered, aggregates, weights: weights, tentative: tentative, block: block, run)
        restrictor =
            isSymmetric
            ? try prolongator.transposed(run)
            : try Prolongator.smoothed(
                try strength.filtered.transposed(run), aggregates, weights: weights, tentative: tentative, block: block,
                run
            ).transposed(run)
        coarse = try restrictor.product(try matrix.product(prolongator, run), run)
        candidate = lengths
    }

    /// Symmetric sweeps over A v = 0 from the candidate, so that it fits the boundaries.
    private static func improve(
        _ candidate: inout [Double], _ matrix: SplitMatrix, sweeps: Int, _ run: RunContext
    ) throws {
        let space = Workspace(count: matrix.count, vectors: 2)
        guard let zero = space[0].baseAddress, let l = space[1].baseAddress else { return }
        let before = candidate
        try candidate.withUnsafeMutableBufferPointer { candidate in
            guard let v = candidate.baseAddress else { return }
            for _ in 0..<sweeps {
                matrix.forward(v, zero, ω: 1, leaving: l)
                _ = matrix.backward(v, zero, ω: 1, knowing: l)
                try run.checkCancellation()
            }
        }
        // Sweeps that diverge don't improve anything.
        if !candidate.allSatisfy({ $0.isFinite && abs($0) < 1e6 }) { candidate = before }
    }

    /// The entries of T, and the candidate on the next level: the lengths of the pieces.
    private static func tentative(
        _ candidate: [Double], _ aggregates: Aggregates, _ block: Int
    ) -> (entries: [Double], lengths: [Double]) {
        var lengths = [Double](repeating: 0, count: aggregates.count * block)
        func column(_ unknown: Int) -> Int? {
            let aggregate = Int(aggregates.ofNode[unknown / block])
            return aggregate < 0 ? nil : aggregate * block + unknown % block
        }
        for (unknown, value) in candidate.enumerated() {
            if let column = column(unknown) { lengths[column] += value * value }
        }
        for column in lengths.indices { lengths[column].formSquareRoot() }
        var entries = candidate
        for unknown in candidate.indices {
            guard let column = column(unknown) else { continue }
            // A piece of nothing but zeros would make a zero column.
            if lengths[column] > 0 { entries[unknown] /= lengths[column] } else { entries[unknown] = 1 }
        }
        return (entries, lengths.map { $0 > 0 ? $0 : 1 })
    }
}
