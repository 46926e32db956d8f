import Ansatz

extension BoxGrid {
    /// - Parameters:
    ///   - fields: those of the result, on all points.
    ///   - coefficients: arrays of coefficients that the system keeps.
    func extent(fields: [String], coefficients: Int) -> ProblemExtent {
        // The right-hand side, given values, what they are made of, five vectors of a Krylov method, and the output.
        ProblemExtent(
            unknowns: unknowns, memory: (10 + coefficients + fields.count) * 8 * points,
            frameBytes: Dictionary(uniqueKeysWithValues: fields.map { ($0, 8 * points) }))
    }
}
