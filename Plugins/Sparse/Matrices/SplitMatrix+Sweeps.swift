import Ansatz

/// Relaxation row by row, in ascending (forward) or descending order:
///
///     xᵢ ← (1 − ω) xᵢ + ω (bᵢ − Σⱼ≠ᵢ aᵢⱼ xⱼ) / aᵢᵢ
///
/// A forward sweep can leave lᵢ = (L x)ᵢ behind: a backward sweep that follows finds these sums unchanged when it comes
/// to row i, and needs U alone (Conrad and Wallach's trick). It leaves hᵢ = bᵢ − aᵢᵢ xᵢ − (U x)ᵢ in turn, so that the
/// residual h − L x needs L alone. Besides being cheaper, all of it is what plain sweeps give.
extension SplitMatrix {
    /// A forward sweep.
    ///
    /// - Returns: Σ ((aᵢᵢ/ω) δᵢ)², δ the change: of the residuals as they were when each row's turn came.
    func forward(_ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, ω: Double) -> Double {
        var squares = 0.0
        for row in 0..<count {
            let above = upper.inner(upper.positions(row), x)
            let old = x[row]
            // What waits for the row before comes last.
            let known = b[row] - above - diagonal[row] * old
            let residual = known - lower.inner(lower.positions(row), x)
            x[row] = old + ω * inverse[row] * residual
            squares += residual * residual
        }
        return squares
    }

    /// A backward sweep; the same sum.
    func backward(_ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, ω: Double) -> Double {
        var squares = 0.0
        var row = count &- 1
        while row >= 0 {
            let below = lower.inner(lower.positions(row), x)
            let old = x[row]
            let known = b[row] - below - diagonal[row] * old
            let residual = known - upper.inner(upper.positions(row), x)
            x[row] = old + ω * inverse[row] * residual
            squares += residual * residual
            row &-= 1
        }
        return squares
    }

    /// A forward sweep that leaves l behind; the same sum.
    func forward(
        _ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, ω: Double,
        leaving l: UnsafeMutablePointer<Double>
    ) -> Double {
        var squares = 0.0
        for row in 0..<count {
            let above = upper.inner(upper.positions(row), x)
            let old = x[row]
            let known = b[row] - above - diagonal[row] * old
            let below = lower.inner(lower.positions(row), x)
            let residual = known - below
            x[row] = old + ω * inverse[row] * residual
            l[row] = below
            squares += residual * residual
        }
        return squares
    }

    /// A forward sweep from x = 0, which need not be set.
    func forwardFromZero(
        _ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, ω: Double,
        leaving l: UnsafeMutablePointer<Double>
    ) {
        for row in 0..<count {
            let below = lower.inner(lower.positions(row), x)
            x[row] = ω * inverse[row] * (b[row] - below)
            l[row] = below
        }
    }

    /// A backward sweep after a forward one that left `l`; h takes its place.
    ///
    /// - Returns: Σ ((aᵢᵢ/ω) δᵢ)².
    func backward(
        _ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, ω: Double,
        knowing l: UnsafeMutablePointer<Double>
    ) -> Double {
        var squares = 0.0
        var row = count &- 1
        while row >= 0 {
            let old = x[row]
            let partial = b[row] - upper.inner(upper.positions(row), x)
            let residual = partial - l[row] - diagonal[row] * old
            let new = old + ω * inverse[row] * residual
            x[row] = new
            l[row] = partial - diagonal[row] * new
            squares += residual * residual
            row &-= 1
        }
        return squares
    }

    /// r = h − L x: the residual after ``backward(_:_:ω:knowing:)``.
    func residual(
        _ x: UnsafePointer<Double>, knowing h: UnsafePointer<Double>, into r: UnsafeMutablePointer<Double>,
        _ threads: Threads
    ) {
        threads.forEach(0..<count, grain: max(4096, count / 16)) { block in
            for row in block { r[row] = h[row] - lower.inner(lower.positions(row), x) }
        }
    }

    /// Solves (D + L) y = r in place.
    func solveLower(_ y: UnsafeMutablePointer<Double>, _ r: UnsafePointer<Double>) {
        for row in 0..<count { y[row] = inverse[row] * (r[row] - lower.inner(lower.positions(row), y)) }
    }

    /// Solves (I + L) y = r.
    func solveUnitLower(_ y: UnsafeMutablePointer<Double>, _ r: UnsafePointer<Double>) {
        for row in 0..<count { y[row] = r[row] - lower.inner(lower.positions(row), y) }
    }

    /// Solves (D + U) x = x in place.
    func solveUpper(_ x: UnsafeMutablePointer<Double>) {
        var row = count &- 1
        while row >= 0 {
            x[row] = inverse[row] * (x[row] - upper.inner(upper.positions(row), x))
            row &-= 1
        }
    }
}
