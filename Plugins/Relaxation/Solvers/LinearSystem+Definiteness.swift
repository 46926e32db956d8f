import Ansatz

extension LinearSystem {
    /// - Throws: where the matrix is not known to be symmetric positive definite.
    func requirePositiveDefinite(for method: String) throws {
        guard matrixClass == .symmetricPositiveDefinite else {
            throw ComputationError.unsuitable(
                "\(method) needs a symmetric positive definite matrix", help: "choose a solver for general matrices")
        }
    }
}
