import Ansatz

/// What is found out about a matrix by looking at its entries.
struct MatrixFinding {
    var matrixClass = MatrixClass.general
    var nullspace = Nullspace.none
    /// No eigenvalue lies below it.
    var eigenvalueLowerBound: Double?

    /// How unlike two mirrored entries of a matrix that is called symmetric may be, relative to the largest of all: what
    /// different orders of summation leave.
    private static let asymmetry = 1e-12

    /// Throws where no system with this matrix has one solution for every right-hand side for a reason that shows in the
    /// pattern: rows or columns without entries.
    static func requireFullPattern(_ matrix: SparseMatrix, of file: String) throws {
        for (noun, transposed) in [("row", false), ("column", true)] {
            var isFilled = [Bool](repeating: false, count: matrix.rows)
            for row in 0..<matrix.rows {
                for position in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] where matrix.values[position] != 0 {
                    isFilled[transposed ? Int(matrix.columnIndices[position]) : row] = true
                }
            }
            let empty = isFilled.indices.filter { !isFilled[$0] }
            guard let first = empty.first else { continue }
            let others = empty.count > 1 ? " (and \(empty.count - 1) more)" : ""
            throw ComputationError.badInput(
                "'\(file)': \(noun) \(first + 1) of the matrix has no entries\(others), so that it is singular",
                help: "remove \(noun)s of unknowns that take no part, or put 1 on their diagonal")
        }
    }

    /// - Throws: ``ComputationError/badInput(_:help:)`` where the matrix is not what the scenario says.
    init(_ matrix: SparseMatrix, _ kind: MatrixKind, file: String) throws {
        if kind == .general { return }
        let isExactlySymmetric = matrix.isSymmetric()
        guard isExactlySymmetric || matrix.isSymmetric(tolerance: Self.asymmetry) else {
            if kind == .auto { return }
            throw ComputationError.badInput(
                "'\(file)' is called \(kind.rawValue), and its matrix is not symmetric",
                help: "leave out 'class', or take the symmetric part (A + A^T)/2 where that is meant")
        }
        matrixClass = .symmetric
        if kind == .symmetric { return }
        let diagonal = matrix.diagonal
        let least = diagonal.indices.min { diagonal[$0] < diagonal[$1] }
        if let least, !(diagonal[least] > 0) {
            if kind == .auto { return }
            throw ComputationError.badInput(
                "'\(file)' is called \(kind.rawValue), and the diagonal entry of row \(least + 1) is "
                    + "\(diagonal[least])", help: "leave out 'class'")
        }
        let dominance = DiagonalDominance(matrix)
        switch kind {
        case .positiveDefinite:
            guard !dominance.constantsVanish else {
                throw ComputationError.badInput(
                    "'\(file)' is called \(kind.rawValue), and all its rows sum to zero: constants are mapped to zero",
                    help: "say class: symmetric_positive_semidefinite, or fix one unknown")
            }
            matrixClass = .symmetricPositiveDefinite
        case .positiveSemidefinite:
            guard dominance.constantsVanish else {
                throw ComputationError.badInput(
                    "'\(file)' is called \(kind.rawValue), and its rows do not sum to zero: of singular matrices, only "
                        + "those that map constants to zero are solved",
                    help: "say class: symmetric_positive_definite where it is that")
            }
            (matrixClass, nullspace) = (.symmetricPositiveSemidefinite, .constants)
        default:
            if dominance.isDefinite {
                matrixClass = .symmetricPositiveDefinite
            } else if dominance.isSemidefiniteUpToConstants {
                (matrixClass, nullspace) = (.symmetricPositiveSemidefinite, .constants)
            } else if dominance.constantsVanish {
                nullspace = .constants
            }
        }
        // Gershgorin's theorem bounds real eigenvalues.
        if nullspace == .none, isExactlySymmetric { eigenvalueLowerBound = dominance.lowerBound }
    }
}
