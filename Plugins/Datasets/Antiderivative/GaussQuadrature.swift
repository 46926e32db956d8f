import Foundation

/// Nodes and weights of Gauss and Legendre's rule on [0, 1], exact for polynomials of degree 2n − 1.
struct GaussQuadrature {
    let nodes: [Double]
    let weights: [Double]

    init(_ n: Int) {
        var (nodes, weights) = ([Double](), [Double]())
        for index in 0..<n {
            var t = cos(Double.pi * (Double(index) + 0.75) / (Double(n) + 0.5))
            var slope = 1.0
            // Newton's method from there doubles the digits at each step.
            for _ in 0..<8 {
                let (value, below) = Self.legendre(n, t)
                slope = Double(n) * (t * value - below) / (t * t - 1)
                t -= value / slope
            }
            nodes.append((1 + t) / 2)
            weights.append(1 / ((1 - t * t) * slope * slope))
        }
        (self.nodes, self.weights) = (nodes, weights)
    }

    /// Pₙ and Pₙ₋₁.
    private static func legendre(_ n: Int, _ t: Double) -> (Double, Double) {
        var (value, below) = (1.0, 0.0)
        for k in 1...max(n, 1) {
            (value, below) = ((Double(2 * k - 1) * t * value - Double(k - 1) * below) / Double(k), value)
        }
        return (value, below)
    }

    /// ∫ f from 0 to x.
    func integral(to x: Double, _ f: (Double) -> Double) -> Double {
        zip(nodes, weights).reduce(0) { $0 + $1.1 * f(x * $1.0) } * x
    }
}
