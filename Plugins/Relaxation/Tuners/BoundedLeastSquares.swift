/// Small least squares with bounds: the θ with |θⱼ| ≤ uⱼ that makes ‖Φ θ − y‖² smallest, known by the sums G = Φᵀ Φ and
/// g = Φᵀ y alone.
///
/// Without active bounds and with too few data, the solution of smallest norm: the limit of a small ridge,
/// (G + ε I)⁻¹ g with ε = 10⁻¹⁰ tr G. Otherwise an active set: coordinates at bounds are held, the others solved for;
/// the step ends at the first bound it meets; a coordinate whose gradient points inwards is let go.
struct BoundedLeastSquares {
    let count: Int
    /// Lower triangle of a Cholesky factor.
    private var factor: [Double]
    private var trial: [Double]
    private var isFree: [Bool]

    init(count: Int) {
        self.count = count
        factor = Array(repeating: 0, count: count * count)
        trial = Array(repeating: 0, count: count)
        isFree = Array(repeating: true, count: count)
    }

    /// Solves without the bounds, and with them where that violates one.
    mutating func solve(_ gram: [Double], _ moments: [Double], bounds u: [Double], into θ: inout [Double]) {
        for j in 0..<count { isFree[j] = true }
        solveFree(gram, moments, θ)
        if (0..<count).allSatisfy({ abs(trial[$0]) <= u[$0] }) {
            for j in 0..<count { θ[j] = trial[j] }
            return
        }
        for j in 0..<count { θ[j] = min(max(trial[j], -u[j]), u[j]) }
        for j in 0..<count { isFree[j] = abs(θ[j]) < u[j] }
        // Each round either holds one more coordinate or lowers the sum of squares; the limit is for rounding's sake.
        for _ in 0..<(10 * count) {
            solveFree(gram, moments, θ)
            if let blocking = step(u, &θ) {
                isFree[blocking] = false
            } else if let released = wrongSign(gram, moments, u, θ) {
                isFree[released] = true
            } else {
                return
            }
        }
    }

    /// Sets `trial` to the solution over the free coordinates, the others as in θ.
    private mutating func solveFree(_ gram: [Double], _ moments: [Double], _ θ: [Double]) {
        var trace = 0.0
        for j in 0..<count { trace += gram[j * count + j] }
        let ridge = max(1e-10 * trace, .leastNormalMagnitude)
        for j in 0..<count {
            guard isFree[j] else {
                trial[j] = θ[j]
                continue
            }
            var right = moments[j]
            for i in 0..<count where !isFree[i] { right -= gram[j * count + i] * θ[i] }
            for i in 0...j where isFree[i] {
                var sum = gram[j * count + i] + (i == j ? ridge : 0)
                for k in 0..<i where isFree[k] { sum -= factor[j * count + k] * factor[i * count + k] }
                factor[j * count + i] = i == j ? max(sum, ridge).squareRoot() : sum / factor[i * count + i]
                if i < j { right -= factor[j * count + i] * trial[i] }
            }
            trial[j] = right / factor[j * count + j]
        }
        for j in (0..<count).reversed() where isFree[j] {
            for i in (j + 1)..<max(count, j + 1) where isFree[i] { trial[j] -= factor[i * count + j] * trial[i] }
            trial[j] /= factor[j * count + j]
        }
    }

    /// Goes from θ to `trial` as far as the bounds allow; the coordinate that ended the step.
    private func step(_ u: [Double], _ θ: inout [Double]) -> Int? {
        var (length, blocking) = (1.0, Int?.none)
        for j in 0..<count where isFree[j] && abs(trial[j]) > u[j] {
            let bound = trial[j] > 0 ? u[j] : -u[j]
            let share = max(0, (bound - θ[j]) / (trial[j] - θ[j]))
            if share < length || blocking == nil { (length, blocking) = (share, j) }
        }
        for j in 0..<count where isFree[j] { θ[j] += length * (trial[j] - θ[j]) }
        if let blocking { θ[blocking] = trial[blocking] > 0 ? u[blocking] : -u[blocking] }
        return blocking
    }

    /// The held coordinate that the sum of squares most wants inside, if any.
    private func wrongSign(_ gram: [Double], _ moments: [Double], _ u: [Double], _ θ: [Double]) -> Int? {
        var (worst, found) = (0.0, Int?.none)
        for j in 0..<count where !isFree[j] && u[j] > 0 {
            var slope = -moments[j]
            var scale = abs(moments[j])
            for i in 0..<count {
                slope += gram[j * count + i] * θ[i]
                scale += abs(gram[j * count + i] * θ[i])
            }
            let inward = θ[j] > 0 ? slope : -slope
            if inward > 1e-9 * scale, inward > worst { (worst, found) = (inward, j) }
        }
        return found
    }

    /// ‖Φ θ − y‖², of which `squares` is ‖y‖².
    func residual(_ gram: [Double], _ moments: [Double], squares: Double, _ θ: [Double]) -> Double {
        var sum = squares
        for j in 0..<count {
            sum -= 2 * moments[j] * θ[j]
            for i in 0..<count { sum += θ[j] * gram[j * count + i] * θ[i] }
        }
        return max(sum, 0)
    }
}
