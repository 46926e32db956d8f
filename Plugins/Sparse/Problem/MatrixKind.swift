import Ansatz

/// What a scenario says of a matrix.
enum MatrixKind: String, OptionChoice {
    /// Found out, as far as that is cheap.
    case auto
    case general
    case symmetric
    case positiveDefinite = "symmetric_positive_definite"
    case positiveSemidefinite = "symmetric_positive_semidefinite"
}
