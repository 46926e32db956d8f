import Ansatz

/// How far the diagonal of a symmetric matrix with a positive diagonal outweighs the rest of each row.
///
/// With rounding counted against the claim: what is said of the stored numbers is true of them.
struct DiagonalDominance {
    /// Gershgorin's bound, where it is positive: no eigenvalue lies below it.
    private(set) var lowerBound: Double?
    /// Whether the matrix is positive definite because each connected part of it is weakly dominant, and strictly in a
    /// row at least.
    private(set) var isDefinite = false
    /// Whether all rows sum to zero, but for rounding.
    private(set) var constantsVanish = true
    /// Whether the matrix is positive semidefinite, weakly dominant everywhere, with the constants alone mapped to zero.
    private(set) var isSemidefiniteUpToConstants = false

    init(_ matrix: SparseMatrix) {
        var bound = Double.infinity
        var isWeak = true
        var strict = [Bool](repeating: false, count: matrix.rows)
        for row in 0..<matrix.rows {
            let positions = matrix.rowStarts[row]..<matrix.rowStarts[row + 1]
            var (diagonal, others, sum) = (0.0, 0.0, 0.0)
            for position in positions {
                let value = matrix.values[position]
                sum += value
                if Int(matrix.columnIndices[position]) == row { diagonal = value } else { others += abs(value) }
            }
            // What a sum of so many terms may be off by.
            let rounding = Double(positions.count + 1) * .ulpOfOne * (diagonal + others)
            bound = min(bound, diagonal - others - rounding)
            if diagonal - others < -rounding { isWeak = false }
            strict[row] = diagonal - others > rounding
            if !(abs(sum) <= 4 * rounding) { constantsVanish = false }
        }
        if bound > 0 { lowerBound = bound }
        guard isWeak else { return }
        var parts = ConnectedParts(matrix)
        var isStrictPart = [Bool](repeating: false, count: matrix.rows)
        for row in strict.indices where strict[row] { isStrictPart[parts.root(of: row)] = true }
        let roots = strict.indices.filter { parts.root(of: $0) == $0 }
        isDefinite = roots.allSatisfy { isStrictPart[$0] }
        isSemidefiniteUpToConstants = constantsVanish && roots.count == 1
    }
}

/// The connected parts of a matrix's graph.
struct ConnectedParts {
    private var parents: [Int]

    init(_ matrix: SparseMatrix) {
        parents = Array(0..<matrix.rows)
        for row in 0..<matrix.rows {
            for position in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] where matrix.values[position] != 0 {
                let (a, b) = (root(of: row), root(of: Int(matrix.columnIndices[position])))
                if a != b { parents[max(a, b)] = min(a, b) }
            }
        }
    }

    /// A row that stands for the part that this one belongs to.
    mutating func root(of row: Int) -> Int {
        var row = row
        while parents[row] != row {
            parents[row] = parents[parents[row]]
            row = parents[row]
        }
        return row
    }
}
