import Ansatz

/// Which matrix a set-up was made from, so that it is kept while the same one comes again.
struct KeptMatrix {
    private enum Origin {
        case entries(SparseMatrix)
        case stencil(DiffusionStencil)
    }

    private let origin: Origin

    /// - Parameter matrix: of the system.
    init(of system: any SparseSystem, _ matrix: SparseMatrix) {
        origin = (system as? any DiffusionSystem).map { .stencil($0.diffusion) } ?? .entries(matrix)
    }

    /// Whether the system has the same matrix. Cheap where both share their memory, else as long as reading it.
    func isMatrix(of system: any SparseSystem) throws -> Bool {
        switch origin {
        case .stencil(let stencil): return (system as? any DiffusionSystem)?.diffusion == stencil
        case .entries(let matrix):
            return system is any DiffusionSystem ? false : try system.matrix() == matrix
        }
    }
}

extension LinearSystem {
    /// The entries of this system's matrix, or of the one that stands in for it when preconditioning.
    func sparse(for method: String) throws -> any SparseSystem {
        guard let system = self as? any SparseSystem else {
            throw ComputationError.unsuitable(
                "\(method) needs the entries of the matrix, and this system knows products with it alone",
                help: "choose a preconditioner that needs products alone, such as chebyshev, or none")
        }
        return system
    }

    /// ``sparse(for:)``, of the definite system that the problem names to precondition with where this one is
    /// indefinite.
    func definiteSparse(for method: String) throws -> any SparseSystem {
        try (isDefinite ? self : preconditioningSystem ?? self).sparse(for: method)
    }

    /// Whether the matrix is known to be positive definite, but for its nullspace.
    var isDefinite: Bool { matrixClass == .symmetricPositiveDefinite || matrixClass == .symmetricPositiveSemidefinite }

    var isSymmetric: Bool { matrixClass != .general }
}
