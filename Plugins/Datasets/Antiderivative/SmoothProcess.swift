import Ansatz
import Foundation

/// Draws Gaussian random functions on [0, 1] with covariance exp(−(x − y)² / (2 l²)), which is Σₖ φₖ(x) φₖ(y) with
///
///     φₖ(x) = e^(−s²/2) sᵏ / √k!,    s = (x − 1/2) / l,
///
/// by the series of e^(s t). So v = Σ ξₖ φₖ, ξ standard normal. The sum ends where no term reaches 10⁻¹⁷ anywhere. Such
/// functions are analytic: the polynomial through their values at enough Chebyshev nodes is the function itself, to
/// rounding.
struct SmoothProcess {
    /// Nodes of the polynomial.
    let count: Int
    /// φₖ at the nodes, term after term.
    private let terms: [[Double]]
    /// From values at the nodes to coefficients.
    private let analysis: [Double]

    /// - Parameter length: l, from 0.01.
    init(length: Double) {
        count = Int((8 / length).rounded(.up)) + 24
        analysis = ChebyshevSeries.analysis(count)
        let places = ChebyshevSeries.nodes(count).map { ($0 - 0.5) / length }
        // The largest |s| decides: φₖ² is there the probability of k under Poisson's law of mean s².
        let mean = 0.25 / (length * length)
        var terms: [[Double]] = []
        var logFactorial = 0.0
        while true {
            let k = Double(terms.count)
            if terms.count > 0 { logFactorial += log(k) }
            let largest = (k * log(mean) - mean - logFactorial) / 2
            if k > mean, largest < log(1e-17) { break }
            terms.append(
                places.map { s in
                    let size = s == 0 ? (terms.isEmpty ? 0 : -.infinity) : k * log(abs(s))
                    let value = exp(size - s * s / 2 - logFactorial / 2)
                    return s < 0 && terms.count % 2 == 1 ? -value : value
                })
        }
        self.terms = terms
    }

    func draw(_ random: inout RandomStream) -> ChebyshevSeries {
        var values = [Double](repeating: 0, count: count)
        for term in terms {
            let weight = random.normal()
            for node in values.indices { values[node] += weight * term[node] }
        }
        return ChebyshevSeries(
            coefficients: (0..<count).map { k in
                values.indices.reduce(0) { $0 + analysis[k * count + $1] * values[$1] }
            })
    }
}
