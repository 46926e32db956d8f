import Ansatz

/// How the coefficient of a face follows from those of the two points beside it.
enum FaceMean: String, OptionChoice {
    /// 2ab / (a + b): exact for the flux in one dimension where the coefficient jumps halfway between the points.
    case harmonic
    /// (a + b) / 2.
    case arithmetic

    @inline(__always)
    func callAsFunction(_ a: Double, _ b: Double) -> Double {
        if a == b { return a }
        return switch self {
        case .harmonic: 2 * b * (a / (a + b))
        case .arithmetic: 0.5 * a + 0.5 * b
        }
    }
}
