import Ansatz

/// A rigorous bound on the distance of an answer from the exact solution of the discrete equations, in the root mean
/// square over the volume (`sqrt(Σ wᵢ eᵢ² / Σ wᵢ)`, w the part of a cell that an unknown stands for).
///
/// With K e = r, K ≥ λ W and W the weights: λ ‖e‖²_W ≤ eᵀ K e = eᵀ r ≤ ‖e‖_W ‖W^(−1/2) r‖, so
///
///     ‖e‖_W ≤ (‖W^(−1/2) r̂‖ + ‖W^(−1/2) (r − r̂)‖) / λ
///
/// for the residual r̂ that was computed, whose rounding errors are bounded as those of sums of products are (N. Higham,
/// Accuracy and Stability of Numerical Algorithms, SIAM 2002, section 3.1): |r − r̂| ≤ γ (|b| + |A| |x|). Where constants
/// are open, the bound holds for the answer and the solution with their means taken off, and λ is the smallest
/// eigenvalue above zero.
///
/// It says nothing of the error of the discretization itself.
struct ErrorBound {
    let value: Double
    /// Relative to the answer's root mean square; huge for an answer of zeros that is not exact.
    let relative: Double

    /// Units of rounding in an element of b − A x: fewer than 2·3·3 operations of a product, and the difference.
    static let roundings = 20 * 0x1p-53

    init(of solution: Tensor<Double>, _ discretization: BoxDiscretization, _ system: any LinearSystem) {
        var residual = Tensor<Double>(shape: system.shape)
        system.residual(of: solution, into: &residual)
        let grid = discretization.grid
        let b = system.rightHandSide
        var (squares, size, volume) = (0.0, 0.0, 0.0)
        let tables = grid.hasEqualWeights ? nil : grid.weights
        residual.withBuffer { r in
            solution.withBuffer { x in
                (tables ?? Tensor(shape: [0])).withBuffer { weights in
                    for index in r.indices {
                        let weight = weights.isEmpty ? 1 : weights[index]
                        let u = x[index] + discretization.shift
                        squares += r[index] * r[index] / weight
                        size += weight * u * u
                        volume += weight
                    }
                }
            }
        }
        let smallest = grid.sides.reduce(1.0) { $0 * ($1.walls.isFreeBelow || $1.walls.isFreeAbove ? 0.5 : 1) }
        let rounding =
            Self.roundings * (norm2(b) + discretization.largestRow * norm2(solution)) / smallest.squareRoot()
        // Sums of n numbers that are not negative are right to n units of rounding.
        let slack = 1 + 0x1p-50 * Double(max(residual.count, 16))
        let bound = slack * (squares.squareRoot() + rounding) / discretization.lowestWeightedEigenvalue
        self.init(bound: bound, size: size.squareRoot(), volume: volume)
    }

    /// From a bound of sqrt(Σ wᵢ eᵢ²), the same of the answer, and Σ wᵢ.
    init(bound: Double, size: Double, volume: Double) {
        func finite(_ value: Double) -> Double { min(value, .greatestFiniteMagnitude) }
        value = finite(bound / volume.squareRoot())
        relative = bound == 0 ? 0 : finite(bound / size)
    }
}
