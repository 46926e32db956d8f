import Ansatz
import Foundation

/// A box along one axis: points at the ends of equal cells, of which those with given values are no unknowns.
struct BoxSide {
    let name: String
    let cells: Int
    let length: Double
    let walls: WallKind

    var spacing: Double { length / Double(cells) }

    /// The points at which values are stored: those of a periodic side end one spacing before the upper wall.
    var points: Int { walls == .periodic ? cells : cells + 1 }

    /// The first point that is an unknown.
    var first: Int { walls.isGivenBelow ? 1 : 0 }

    var unknowns: Int { points - first - (walls.isGivenAbove ? 1 : 0) }

    /// The part of a cell that an unknown stands for: a half on a wall, else all of one.
    func weight(_ unknown: Int) -> Double {
        (walls.isFreeBelow && unknown == 0) || (walls.isFreeAbove && unknown == unknowns - 1) ? 0.5 : 1
    }

    var weights: [Double] { (0..<unknowns).map(weight) }

    /// The smallest eigenvalue above zero of K w = λ W w, with K minus the second difference and W the weights, no more
    /// than it is.
    var lowestEigenvalue: Double {
        // The angle of the slowest oscillation over a spacing, halved.
        let angle =
            switch walls {
            case .dirichlet, .neumann: Double.pi / Double(2 * cells)
            case .dirichletNeumann, .neumannDirichlet: Double.pi / Double(4 * cells)
            case .periodic: Double.pi / Double(cells)
            }
        let sine = sin(angle) / spacing
        return 4 * sine * sine * (1 - 0x1p-40)
    }

    /// Whether constants pass without loss: no wall has given values.
    var keepsConstants: Bool { !walls.isGivenBelow && !walls.isGivenAbove }

    var unknownAxis: Axis { axis(from: first, count: unknowns) }

    var pointAxis: Axis { axis(from: 0, count: points) }

    /// One of the walls as an axis with a single point.
    func wallAxis(isUpper: Bool) -> Axis { axis(from: isUpper ? cells : 0, count: 1) }

    private func axis(from start: Int, count: Int) -> Axis {
        Axis(
            name, .uniform(first: Double(start) * spacing, spacing: spacing, count: count),
            longName: "\(name) coordinate", topology: walls == .periodic && count == points ? .periodic : .bounded)
    }
}
