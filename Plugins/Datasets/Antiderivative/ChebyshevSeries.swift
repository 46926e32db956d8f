import Foundation

/// A function on [0, 1] as a sum of Chebyshev polynomials, Σ cₖ Tₖ(2x − 1).
struct ChebyshevSeries {
    var coefficients: [Double]

    /// n points at which the polynomial of degree n − 1 through given values is well determined: zeros of Tₙ, in [0, 1].
    static func nodes(_ n: Int) -> [Double] {
        (0..<n).map { (1 + cos(Double.pi * (Double($0) + 0.5) / Double(n))) / 2 }
    }

    /// The matrix that takes values at the nodes to coefficients, row after row.
    static func analysis(_ n: Int) -> [Double] {
        var matrix: [Double] = []
        for k in 0..<n {
            let scale: Double = (k == 0 ? 1 : 2) / Double(n)
            for node in 0..<n {
                let angle: Double = Double.pi * Double(k) * (Double(node) + 0.5) / Double(n)
                matrix.append(scale * cos(angle))
            }
        }
        return matrix
    }

    /// The value at x, by Clenshaw's recurrence.
    func callAsFunction(_ x: Double) -> Double {
        let t = 2 * x - 1
        var (next, afterNext) = (0.0, 0.0)
        for c in coefficients.dropFirst().reversed() { (next, afterNext) = (c + 2 * t * next - afterNext, next) }
        return (coefficients.first ?? 0) + t * next - afterNext
    }

    /// The integral from 0 to x, as a series: ∫Tₖ = Tₖ₊₁/(2(k+1)) − Tₖ₋₁/(2(k−1)), halved since dx = dt/2.
    var antiderivative: ChebyshevSeries {
        let c = coefficients + [0, 0]
        var integral = [Double](repeating: 0, count: coefficients.count + 1)
        for k in 1..<integral.count {
            integral[k] = ((k == 1 ? 2 : 1) * c[k - 1] - c[k + 1]) / Double(2 * k) / 2
        }
        // The value at x = 0, t = −1, where Tₖ = (−1)ᵏ.
        var start = 0.0
        for k in 1..<integral.count { start += k % 2 == 0 ? integral[k] : -integral[k] }
        integral[0] = -start
        return ChebyshevSeries(coefficients: integral)
    }
}
