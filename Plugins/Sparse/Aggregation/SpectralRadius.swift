import Ansatz

/// The largest eigenvalue of D⁻¹ A in magnitude.
enum SpectralRadius {
    /// Steps of Lanczos' method: enough for a few percent.
    private static let steps = 8

    /// An estimate from below by Lanczos' method on D⁻¹ᐟ² A D⁻¹ᐟ², raised by a few percent, but never above the
    /// largest row sum of |D⁻¹ A|, which is a bound; that bound where A is not symmetric with a positive diagonal.
    static func ofScaled(
        _ matrix: CompressedRows, _ diagonal: [Double], isSymmetric: Bool, _ run: RunContext
    ) throws -> Double {
        let threads = run.threads
        let bound = rowSum(matrix, diagonal)
        let count = matrix.rows
        guard isSymmetric, count > 2 * steps, diagonal.allSatisfy({ $0 > 0 }) else { return bound }
        let space = Workspace(count: count, vectors: 5)
        let (scaled, v, previous, w, roots) = (space[0], space[1], space[2], space[3], space[4])
        guard let input = scaled.baseAddress, let output = w.baseAddress else { return bound }
        for row in 0..<count { roots[row] = 1 / diagonal[row].squareRoot() }
        // Neither smooth nor the same along any direction of a grid.
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        for row in 0..<count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            v[row] = Double(Int64(bitPattern: state) >> 11)
        }
        normalize(v)
        var (alphas, betas): ([Double], [Double]) = ([], [])
        for _ in 0..<steps {
            try run.checkCancellation()
            for row in 0..<count { scaled[row] = roots[row] * v[row] }
            matrix.apply(input, into: output, threads)
            for row in 0..<count { w[row] *= roots[row] }
            let α = dot(UnsafeBufferPointer(w), UnsafeBufferPointer(v), threads: threads)
            axpy(-α, UnsafeBufferPointer(v), w)
            if let β = betas.last { axpy(-β, UnsafeBufferPointer(previous), w) }
            alphas.append(α)
            let β = norm2(UnsafeBufferPointer(w), threads: threads)
            guard β > 1e-10 * bound, β.isFinite else { break }
            betas.append(β)
            for row in 0..<count {
                previous[row] = v[row]
                v[row] = w[row] / β
            }
        }
        guard let largest = try largestEigenvalue(alphas, betas) else { return bound }
        return min(1.03 * largest, bound)
    }

    private static func rowSum(_ matrix: CompressedRows, _ diagonal: [Double]) -> Double {
        var largest = 1.0
        for row in 0..<matrix.rows {
            var sum = 0.0
            for position in matrix.positions(row) { sum += abs(matrix.values[position]) }
            largest = max(largest, sum / abs(diagonal[row]))
        }
        return largest
    }

    private static func normalize(_ v: UnsafeMutableBufferPointer<Double>) {
        let length = norm2(UnsafeBufferPointer(v))
        for index in v.indices { v[index] /= length }
    }

    private static func largestEigenvalue(_ alphas: [Double], _ betas: [Double]) throws -> Double? {
        var tridiagonal = Tensor<Double>(shape: [alphas.count, alphas.count])
        for (row, α) in alphas.enumerated() {
            tridiagonal[row, row] = α
            if row > 0 {
                tridiagonal[row, row - 1] = betas[row - 1]
                tridiagonal[row - 1, row] = betas[row - 1]
            }
        }
        guard let values = try? SymmetricEigendecomposition(of: tridiagonal).values.elements else { return nil }
        return values.map(\.magnitude).max()
    }
}
