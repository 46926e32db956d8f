import Ansatz

/// A lower bound of the eigenvalues of a symmetric matrix with a positive diagonal, from its comparison matrix
/// C = (aᵢᵢ on the diagonal, −|aᵢⱼ| elsewhere).
///
/// For every w > 0, Gershgorin's theorem for W⁻¹ A W, W = diag(w), gives
///
///     λ ≥ minᵢ (C w)ᵢ / wᵢ
///
/// whatever w is, so that w may come from an iteration. Here it is C⁻¹ applied to ones, and then once more, which brings
/// the bound near the smallest eigenvalue of C: that of A itself where off-diagonal entries are not positive. It is
/// positive, and A thereby definite, for every symmetric H-matrix with a positive diagonal, finite element and finite
/// difference matrices of diffusion among them.
enum ComparisonBound {
    /// Products with C that are worth it: beyond them the matrix is taken for no H-matrix.
    private static let limit = 60
    private static let tolerance = 1e-9

    /// The bound; `nil` where none that is positive was found.
    static func find(for matrix: SparseMatrix, _ run: RunContext) throws -> Double? {
        let comparison = try comparison(of: matrix, run)
        let choice = AggregationChoice()
        guard
            let hierarchy = try unlessUnsuitable({
                try AggregationHierarchy(comparison, choice, isSymmetric: true, hasNullspace: false, run)
            })
        else { return nil }
        var w = [Double](repeating: 1, count: matrix.rows)
        var best: Double?
        for _ in 0..<2 {
            guard let next = try solution(of: comparison, w, hierarchy, run) else { break }
            let largest = next.max() ?? 0
            guard largest > 0, largest.isFinite else { break }
            w = next.map { $0 / largest }
            guard let bound = bound(comparison, w) else { break }
            best = max(best ?? 0, bound)
        }
        return best
    }

    /// C, of the symmetric part of the matrix where that is not quite symmetric.
    private static func comparison(of matrix: SparseMatrix, _ run: RunContext) throws -> CompressedRows {
        var symmetric = matrix
        if !matrix.isSymmetric() {
            let list = TripletList(capacity: 2 * matrix.entryCount)
            for row in 0..<matrix.rows {
                for position in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                    let (column, half) = (Int(matrix.columnIndices[position]), matrix.values[position] / 2)
                    list.append(row, column, half)
                    list.append(column, row, half)
                }
            }
            symmetric = try list.assembled(rows: matrix.rows, columns: matrix.columns)
        }
        let result = try CompressedRows(symmetric, run)
        for row in 0..<result.rows {
            for position in result.positions(row) where Int(result.indices[position]) != row {
                result.values[position] = -abs(result.values[position])
            }
        }
        return result
    }

    /// minᵢ (C w)ᵢ / wᵢ with rounding against it; `nil` where that is not positive, or w is not.
    private static func bound(_ matrix: CompressedRows, _ w: [Double]) -> Double? {
        var least = Double.infinity
        for row in 0..<matrix.rows {
            var (value, magnitude) = (0.0, 0.0)
            for position in matrix.positions(row) {
                let term = matrix.values[position] * w[Int(matrix.indices[position])]
                value += term
                magnitude += abs(term)
            }
            let rounding = Double(matrix.positions(row).count + 3) * .ulpOfOne * magnitude
            guard w[row] > 0 else { return nil }
            least = min(least, (value - rounding) / w[row] * (1 - 4 * .ulpOfOne))
        }
        return least > 0 && least.isFinite ? least : nil
    }

    /// C⁻¹ b by conjugate gradients with multigrid; `nil` where C is not positive definite or the limit comes first.
    private static func solution(
        of matrix: CompressedRows, _ b: [Double], _ hierarchy: AggregationHierarchy, _ run: RunContext
    ) throws -> [Double]? {
        let space = Workspace(count: b.count, vectors: 5)
        let (x, r, z, p, q) = (space[0], space[1], space[2], space[3], space[4])
        guard let rs = r.baseAddress, let zs = z.baseAddress, let ps = p.baseAddress, let qs = q.baseAddress else {
            return nil
        }
        _ = r.update(fromContentsOf: b)
        let goal = tolerance * norm2(UnsafeBufferPointer(r))
        var ρ = 1.0
        for iteration in 0..<limit {
            try run.checkCancellation()
            hierarchy.cycle(zs, rs, run.threads)
            let previous = ρ
            ρ = dot(UnsafeBufferPointer(z), UnsafeBufferPointer(r), threads: run.threads)
            if iteration == 0 { _ = p.update(fromContentsOf: z) } else { xpby(UnsafeBufferPointer(z), ρ / previous, p) }
            matrix.apply(ps, into: qs, run.threads)
            let curvature = dot(UnsafeBufferPointer(p), UnsafeBufferPointer(q), threads: run.threads)
            guard ρ > 0, curvature > 0, ρ.isFinite, curvature.isFinite else { return nil }
            axpy(ρ / curvature, UnsafeBufferPointer(p), x)
            axpy(-ρ / curvature, UnsafeBufferPointer(q), r)
            if norm2(UnsafeBufferPointer(r), threads: run.threads) <= goal { return Array(x) }
        }
        return nil
    }

    private static func unlessUnsuitable<Result>(_ body: () throws -> Result) throws -> Result? {
        do {
            return try body()
        } catch ComputationError.unsuitable {
            return nil
        }
    }
}
