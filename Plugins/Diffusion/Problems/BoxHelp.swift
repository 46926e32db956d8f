/// What options that several problems on a box have say of themselves.
enum BoxHelp {
    static let walls =
        "for all axes or each: given values, given derivatives, none, or one on the lower and the other on the upper wall"
    static let flux =
        "outward normal derivative on the neumann walls: one formula, or a list with one for the walls across each axis"
    static let exact = "exact solution; adds the errors error_l2 and error_max to the metrics"
    static let residualLimit = "largest relative residual that the certificate accepts"
}
