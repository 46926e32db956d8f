import Ansatz

/// A Bayesian linear model of log-cost y over a parameter u and context coordinates s:
///
///     y = φ(u, s)ᵀ θ + noise,    θ ~ N(0, P₀) before any observation,
///
/// with the features φ of ``TensorPolynomials``. The mean and covariance P of θ follow each observation exactly, by one
/// change of rank one:
///
///     g = P φ / (φᵀ P φ + v),    θ += g (y − φᵀ θ),    P −= g (P φ)ᵀ.
///
/// A feature of total degree n has the prior variance 0.6^(2 (n − 1)), at most 1: costs vary by factors of order e, and
/// less at short distances than at long ones.
struct CostSurface {
    let basis: TensorPolynomials
    /// θ.
    private(set) var weights: [Double]
    /// P, row-major, its rows and all vectors filled up with zeros to whole SIMD registers.
    private(set) var covariance: [Double]

    /// The diagonal of P₀.
    private let prior: [Double]
    /// Length of a row of P.
    private let stride: Int
    private var features: [Double]
    /// P φ.
    private var direction: [Double]
    private var chebyshev: [Double]
    /// Lower triangle of the covariance, then of its Cholesky factor, of a function of u alone.
    private var triangle: [Double]

    init(_ basis: TensorPolynomials) {
        self.basis = basis
        var prior: [Double] = []
        for k in basis.widths.indices {
            for j in 0..<basis.widths[k] {
                let steps = max(0, basis.degree(k, j) - 1)
                prior.append((0..<steps).reduce(1) { variance, _ in variance * 0.36 })
            }
        }
        self.prior = prior
        stride = (basis.count + 7) / 8 * 8
        weights = Array(repeating: 0, count: stride)
        covariance = Array(repeating: 0, count: basis.count * stride)
        features = weights
        direction = weights
        chebyshev = Array(repeating: 0, count: basis.parameterDegree + 1)
        triangle = Array(repeating: 0, count: chebyshev.count * chebyshev.count)
        reset()
    }

    /// Forgets all observations.
    mutating func reset() {
        for index in weights.indices { weights[index] = 0 }
        for index in covariance.indices { covariance[index] = 0 }
        for index in prior.indices { covariance[index * stride + index] = prior[index] }
    }

    /// Takes over what another surface of the same basis learned; whether it fits.
    mutating func restore(weights: [Double], covariance: [Double]) -> Bool {
        guard weights.count == self.weights.count, covariance.count == self.covariance.count else { return false }
        self.weights = weights
        self.covariance = covariance
        return true
    }

    /// Mean and variance of the log-cost at (u, s), and what ``absorb(residual:variance:noise:)`` needs.
    mutating func predict(_ u: Double, _ ψ: [Double]) -> (mean: Double, variance: Double) {
        TensorPolynomials.chebyshev(u, basis.parameterDegree, into: &chebyshev)
        for k in chebyshev.indices {
            let start = basis.starts[k]
            for j in 0..<basis.widths[k] { features[start + j] = chebyshev[k] * ψ[j] }
        }
        multiply(features, rows: 0..<basis.count, length: stride)
        var (mean, variance) = (0.0, 0.0)
        for index in features.indices {
            variance += direction[index] * features[index]
            mean += weights[index] * features[index]
        }
        return (mean, max(variance, 0))
    }

    /// The first elements of P x, for an x that is zero but in some rows. P is symmetric, so its rows may be summed.
    private mutating func multiply(_ x: [Double], rows: Range<Int>, length: Int) {
        let stride = stride
        covariance.withUnsafeBytes { matrix in
            direction.withUnsafeMutableBytes { w in
                for start in Swift.stride(from: 0, to: length, by: 8) {
                    // Two sums, since each waits for its last addition.
                    var (even, odd) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
                    var place = 8 * (rows.lowerBound * stride + start)
                    for i in Swift.stride(from: 0, to: rows.count - 1, by: 2) {
                        even.addProduct(x[i], matrix.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self))
                        let next = place + 8 * stride
                        odd.addProduct(x[i + 1], matrix.loadUnaligned(fromByteOffset: next, as: SIMD8<Double>.self))
                        place = next + 8 * stride
                    }
                    if !rows.count.isMultiple(of: 2) {
                        let last = matrix.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self)
                        even.addProduct(x[rows.count - 1], last)
                    }
                    w.storeBytes(of: even + odd, toByteOffset: 8 * start, as: SIMD8<Double>.self)
                }
            }
        }
    }

    /// Learns from an observation at the place of the last prediction.
    mutating func absorb(residual: Double, variance: Double, noise: Double) {
        let scale = 1 / (variance + noise)
        let (count, stride) = (basis.count, stride)
        direction.withUnsafeBytes { w in
            covariance.withUnsafeMutableBytes { matrix in
                for i in 0..<count {
                    let g = scale * w.loadUnaligned(fromByteOffset: 8 * i, as: Double.self)
                    weights[i] += g * residual
                    for start in Swift.stride(from: 0, to: stride, by: 8) {
                        let place = 8 * (i * stride + start)
                        var row = matrix.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self)
                        row.addProduct(-g, w.loadUnaligned(fromByteOffset: 8 * start, as: SIMD8<Double>.self))
                        matrix.storeBytes(of: row, toByteOffset: place, as: SIMD8<Double>.self)
                    }
                }
            }
        }
    }

    /// Lets the distribution of θ relax towards the prior: θ ← a θ, P ← a² P + (1 − a²) P₀.
    mutating func forget(_ a: Double) {
        for index in weights.indices { weights[index] *= a }
        covariance.withUnsafeMutableBufferPointer { rows in for index in rows.indices { rows[index] *= a * a } }
        for index in prior.indices { covariance[index * stride + index] += (1 - a * a) * prior[index] }
    }

    /// Draws the log-cost as a function of u at one context: the coefficients of T₀(u), T₁(u), ...
    ///
    /// At fixed s these are as many linear functions of θ, normal with a covariance that is small enough to factorize
    /// for each draw.
    ///
    /// - Parameter exploration: scales the standard deviation of the draw; 1 is the posterior's own.
    mutating func draw(
        _ ψ: [Double], exploration: Double, random: inout RandomStream, into coefficients: inout [Double]
    ) {
        let size = chebyshev.count
        for k in 0..<size {
            let (start, width) = (basis.starts[k], basis.widths[k])
            multiply(ψ, rows: start..<(start + width), length: start + width)
            weights.withUnsafeBufferPointer { coefficients[k] = Self.inner($0, from: start, ψ, width) }
            direction.withUnsafeBufferPointer { direction in
                triangle.withUnsafeMutableBufferPointer { triangle in
                    for l in 0...k {
                        triangle[k * size + l] = Self.inner(direction, from: basis.starts[l], ψ, basis.widths[l])
                    }
                }
            }
        }
        triangle.withUnsafeMutableBufferPointer { Self.factorize($0, size) }
        for l in 0..<size {
            let z = exploration * random.normal()
            for k in l..<size { coefficients[k] += triangle[k * size + l] * z }
        }
    }

    @inline(__always)
    private static func inner(
        _ x: UnsafeBufferPointer<Double>, from start: Int, _ ψ: [Double], _ width: Int
    ) -> Double {
        ψ.withUnsafeBufferPointer { ψ in
            // Two sums, since each waits for its last addition.
            var (even, odd) = (0.0, 0.0)
            var j = 0
            while j + 1 < width {
                even = even.addingProduct(x[start + j], ψ[j])
                odd = odd.addingProduct(x[start + j + 1], ψ[j + 1])
                j += 2
            }
            return j < width ? even.addingProduct(x[start + j], ψ[j]) + odd : even + odd
        }
    }

    /// Cholesky in place, column by column; directions without variance, or where rounding left none, get zeros.
    private static func factorize(_ triangle: UnsafeMutableBufferPointer<Double>, _ size: Int) {
        for l in 0..<size {
            let pivot = triangle[l * size + l]
            let isFree = pivot > 1e-14
            let root = isFree ? pivot.squareRoot() : 0
            let inverse = isFree ? 1 / root : 0
            triangle[l * size + l] = root
            for k in (l + 1)..<max(size, l + 1) { triangle[k * size + l] *= inverse }
            for k in (l + 1)..<max(size, l + 1) {
                let factor = -triangle[k * size + l]
                for j in (l + 1)...k {
                    triangle[k * size + j] = triangle[k * size + j].addingProduct(factor, triangle[j * size + l])
                }
            }
        }
    }
}
