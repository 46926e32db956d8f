import Ansatz

extension LinearSystem {
    /// - Throws: where the matrix is not known to be symmetric positive definite.
    func requirePositiveDefinite(for method: String) throws {
        guard matrixClass == .symmetricPositiveDefinite else { throw notDefinite(method) }
    }

    /// - Throws: where the matrix is not known to be symmetric, and positive but on its nullspace.
    func requirePositiveSemidefinite(for method: String) throws {
        guard matrixClass == .symmetricPositiveDefinite || matrixClass == .symmetricPositiveSemidefinite else {
            throw notDefinite(method)
        }
    }

    /// - Throws: where the matrix is not known to be symmetric.
    func requireSymmetric(for method: String) throws {
        guard matrixClass != .general else {
            throw ComputationError.unsuitable(
                "\(method) needs a symmetric matrix", help: "choose a solver for general matrices: gmres or bicgstab")
        }
    }

    private func notDefinite(_ method: String) -> ComputationError {
        .unsuitable(
            "\(method) needs a symmetric positive definite matrix",
            help: matrixClass == .symmetric
                ? "choose a solver for symmetric matrices (minres) or for general ones (gmres, bicgstab)"
                : "choose a solver for general matrices: gmres or bicgstab")
    }
}
