import Ansatz
import Foundation

extension BoxSide {
    /// All eigenvalues of K w = λ W w, with K minus the second difference and W the weights.
    var eigenvalues: [Double] {
        let n = Double(cells)
        let angles: [Double] =
            switch walls {
            case .dirichlet: (1..<cells).map { Double($0) / (2 * n) }
            case .neumann: (0...cells).map { Double($0) / (2 * n) }
            case .periodic: (0..<cells).map { Double($0) / n }
            case .dirichletNeumann, .neumannDirichlet: (1...cells).map { (Double($0) - 0.5) / (2 * n) }
            }
        return angles.map { angle in
            let sine = sin(Double.pi * angle) / spacing
            return 4 * sine * sine
        }
    }
}

extension BoxGrid {
    /// How far the eigenvalues of minus the discrete Laplacian (weighted) are from a complex number at least; 0 where one
    /// may be equal to it.
    func distance(fromEigenvaluesTo real: Double, imaginary: Double) -> Double {
        let tables = sides.map(\.eigenvalues)
        // Sums are rounded, and so are their terms.
        let slack = 0x1p-48 * (sides.reduce(abs(real)) { $0 + 4 / ($1.spacing * $1.spacing) })
        var nearest = Double.infinity
        let inner = tables[tables.count - 1]
        Self.forEachIndex(of: tables.dropLast().map(\.count)) { _, place in
            let sum = zip(tables, place).reduce(-real) { $0 + $1.0[$1.1] }
            for value in inner { nearest = min(nearest, abs(sum + value)) }
        }
        nearest = max(0, nearest - slack)
        return (nearest * nearest + imaginary * imaginary).squareRoot() * (1 - 0x1p-40)
    }
}
