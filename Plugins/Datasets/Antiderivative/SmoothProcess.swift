import Ansatz
import Foundation

/// Draws Gaussian random functions on [0, 1] with covariance exp(−(x − y)² / (2 l²)).
///
/// Such functions are analytic: the polynomial through their values at enough Chebyshev nodes is the function itself, to
/// rounding. The values at the nodes have exactly the covariance between nodes, whose eigenvalues below 10⁻¹⁵ of the
/// largest are left out.
struct SmoothProcess {
    /// Numbers that a draw takes.
    let modes: Int
    /// Coefficients of each mode's series, mode after mode.
    private let series: [[Double]]

    /// - Parameter length: l, from 0.01.
    init(length: Double) throws {
        let n = Int((8 / length).rounded(.up)) + 24
        let nodes = ChebyshevSeries.nodes(n)
        var covariance = Tensor<Double>(shape: [n, n])
        covariance.withMutableBuffer { covariance in
            for i in 0..<n {
                for j in 0..<n {
                    let distance = (nodes[i] - nodes[j]) / length
                    covariance[i * n + j] = exp(-distance * distance / 2)
                }
            }
        }
        let decomposition: SymmetricEigendecomposition
        do { decomposition = try SymmetricEigendecomposition(of: covariance) } catch {
            throw ComputationError.unsuitable("the covariance of length \(length): \(error)", help: nil)
        }
        let values = decomposition.values.elements
        let largest = values.max() ?? 0
        let analysis = ChebyshevSeries.analysis(n)
        let vectors = decomposition.vectors.elements
        series = values.indices.reversed().filter { values[$0] > 1e-15 * largest }.map { mode in
            // The sign of an eigenvector is the library's choice; a sample must not depend on it.
            var vector = (0..<n).map { vectors[$0 * n + mode] }
            let sign: Double = vector.first { abs($0) > 1e-8 }.map { $0 < 0 ? -1 : 1 } ?? 1
            let scale = sign * values[mode].squareRoot()
            for index in vector.indices { vector[index] *= scale }
            return (0..<n).map { k in (0..<n).reduce(0) { $0 + analysis[k * n + $1] * vector[$1] } }
        }
        modes = series.count
    }

    func draw(_ random: inout RandomStream) -> ChebyshevSeries {
        var coefficients = [Double](repeating: 0, count: series.first?.count ?? 0)
        for mode in series {
            let weight = random.normal()
            for k in coefficients.indices { coefficients[k] += weight * mode[k] }
        }
        return ChebyshevSeries(coefficients: coefficients)
    }
}
