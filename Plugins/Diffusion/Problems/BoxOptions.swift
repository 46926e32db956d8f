import Ansatz

/// What the options that all problems on a box share say of themselves.
enum BoxOptions {
    static let walls =
        "for all axes or each: given values, given derivatives, none, or one on the lower and the other on the upper wall"
    static let flux =
        "outward normal derivative on the neumann walls: one formula, or a list with one for the walls across each axis"
    static let exact = "exact solution; adds the errors error_l2 and error_max to the metrics"
    static let residualLimit = "largest relative residual that the certificate accepts"
}

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
