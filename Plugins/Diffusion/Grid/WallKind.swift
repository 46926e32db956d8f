import Ansatz

/// What happens at the two walls across an axis.
enum WallKind: String, OptionChoice {
    /// Given values on both.
    case dirichlet
    /// Given outward normal derivatives on both.
    case neumann
    /// None: the point after the last is the first.
    case periodic
    /// Given values on the lower wall, given derivatives on the upper one.
    case dirichletNeumann = "dirichlet_neumann"
    /// The other way round.
    case neumannDirichlet = "neumann_dirichlet"

    /// Whether the values on the lower wall are given.
    var isGivenBelow: Bool { self == .dirichlet || self == .dirichletNeumann }
    /// Whether those on the upper wall are.
    var isGivenAbove: Bool { self == .dirichlet || self == .neumannDirichlet }
    /// Whether the lower wall has an outward derivative.
    var isFreeBelow: Bool { self == .neumann || self == .neumannDirichlet }
    /// Whether the upper one has.
    var isFreeAbove: Bool { self == .neumann || self == .dirichletNeumann }
}
