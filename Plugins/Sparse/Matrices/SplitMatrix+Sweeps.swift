import Ansatz

/// Relaxation row by row, in ascending (forward) or descending order:
///
///     xᵢ ← (1 − ω) xᵢ + ω (bᵢ − Σⱼ≠ᵢ aᵢⱼ xⱼ) / aᵢᵢ
///
/// A forward sweep can leave lᵢ = (L x)ᵢ behind: a backward sweep that follows finds these sums unchanged when it comes
/// to row i, and needs U alone (Conrad and Wallach's trick). It leaves hᵢ = bᵢ − aᵢᵢ xᵢ − (U x)ᵢ in turn, so that the
/// residual h − L x needs L alone. Besides being cheaper, all of it is what plain sweeps give.
///
/// A row waits for the one before it, mostly its nearest neighbour, which is the last entry of its row of L (the first of
/// U). That entry is therefore taken last, and by one multiplication and one subtraction.
extension SplitMatrix {
    /// A forward sweep.
    ///
    /// - Returns: Σ ((aᵢᵢ/ω) δᵢ)², δ the change: of the residuals as they were when each row's turn came.
    func forward(_ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, ω: Double) -> Double {
        let (l, u, diagonal, inverse) = (RowView(lower), RowView(upper), diagonal, inverse)
        var squares = 0.0
        for row in 0..<count {
            let weight = ω * inverse[row]
            let old = x[row]
            let known = b[row] - u.inner(u.start(row), u.end(row), x) - diagonal[row] * old
            let (start, last) = (l.start(row), l.end(row) &- 1)
            if start <= last {
                let rest = known - l.inner(start, last, x)
                let (entry, near) = (l.values[last], x[Int(l.indices[last])])
                x[row] = (old + weight * rest) - (weight * entry) * near
                let residual = rest - entry * near
                squares += residual * residual
            } else {
                x[row] = old + weight * known
                squares += known * known
            }
        }
        return squares
    }

    /// A backward sweep; the same sum.
    func backward(_ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, ω: Double) -> Double {
        let (l, u, diagonal, inverse) = (RowView(lower), RowView(upper), diagonal, inverse)
        var squares = 0.0
        var row = count &- 1
        while row >= 0 {
            let weight = ω * inverse[row]
            let old = x[row]
            let known = b[row] - l.inner(l.start(row), l.end(row), x) - diagonal[row] * old
            let (first, end) = (u.start(row), u.end(row))
            if first < end {
                let rest = known - u.inner(first &+ 1, end, x)
                let (entry, near) = (u.values[first], x[Int(u.indices[first])])
                x[row] = (old + weight * rest) - (weight * entry) * near
                let residual = rest - entry * near
                squares += residual * residual
            } else {
                x[row] = old + weight * known
                squares += known * known
            }
            row &-= 1
        }
        return squares
    }

    /// A forward sweep that leaves l behind.
    func forward(
        _ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, ω: Double,
        leaving sums: UnsafeMutablePointer<Double>
    ) {
        let (l, u, diagonal, inverse) = (RowView(lower), RowView(upper), diagonal, inverse)
        for row in 0..<count {
            let weight = ω * inverse[row]
            let old = x[row]
            let known = b[row] - u.inner(u.start(row), u.end(row), x) - diagonal[row] * old
            let (start, last) = (l.start(row), l.end(row) &- 1)
            if start <= last {
                let head = l.inner(start, last, x)
                let (entry, near) = (l.values[last], x[Int(l.indices[last])])
                x[row] = (old + weight * (known - head)) - (weight * entry) * near
                sums[row] = head + entry * near
            } else {
                x[row] = old + weight * known
                sums[row] = 0
            }
        }
    }

    /// A forward sweep from x = 0, which need not be set.
    func forwardFromZero(
        _ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, ω: Double,
        leaving sums: UnsafeMutablePointer<Double>
    ) {
        let (l, inverse) = (RowView(lower), inverse)
        for row in 0..<count {
            let weight = ω * inverse[row]
            let (start, last) = (l.start(row), l.end(row) &- 1)
            if start <= last {
                let head = l.inner(start, last, x)
                let (entry, near) = (l.values[last], x[Int(l.indices[last])])
                x[row] = weight * (b[row] - head) - (weight * entry) * near
                sums[row] = head + entry * near
            } else {
                x[row] = weight * b[row]
                sums[row] = 0
            }
        }
    }

    /// A backward sweep after a forward one that left `sums`; h takes their place.
    ///
    /// - Returns: Σ ((aᵢᵢ/ω) δᵢ)².
    func backward(
        _ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>, ω: Double,
        knowing sums: UnsafeMutablePointer<Double>
    ) -> Double {
        let (u, diagonal, inverse) = (RowView(upper), diagonal, inverse)
        var squares = 0.0
        var row = count &- 1
        while row >= 0 {
            let weight = ω * inverse[row]
            let old = x[row]
            let known = b[row] - diagonal[row] * old
            let (first, end) = (u.start(row), u.end(row))
            var (above, new) = (0.0, 0.0)
            if first < end {
                let tail = u.inner(first &+ 1, end, x)
                let (entry, near) = (u.values[first], x[Int(u.indices[first])])
                new = (old + weight * (known - sums[row] - tail)) - (weight * entry) * near
                above = tail + entry * near
            } else {
                new = old + weight * (known - sums[row])
            }
            x[row] = new
            let residual = known - sums[row] - above
            squares += residual * residual
            sums[row] = b[row] - above - diagonal[row] * new
            row &-= 1
        }
        return squares
    }

    /// r = h − L x: the residual after ``backward(_:_:ω:knowing:)``.
    func residual(
        _ x: UnsafePointer<Double>, knowing h: UnsafePointer<Double>, into r: UnsafeMutablePointer<Double>,
        _ threads: Threads
    ) {
        let l = RowView(lower)
        threads.forEach(0..<count, grain: max(4096, count / 16)) { block in
            for row in block { r[row] = h[row] - l.inner(l.start(row), l.end(row), x) }
        }
    }
}

/// The arrays of compressed rows, for loops.
struct RowView {
    let starts: UnsafePointer<Int32>
    let indices: UnsafePointer<Int32>
    let values: UnsafePointer<Double>

    init(_ rows: CompressedRows) {
        starts = UnsafePointer(rows.starts)
        indices = UnsafePointer(rows.indices)
        values = UnsafePointer(rows.values)
    }

    @inline(__always) func start(_ row: Int) -> Int { Int(starts[row]) }
    @inline(__always) func end(_ row: Int) -> Int { Int(starts[row &+ 1]) }

    @inline(__always)
    func inner(_ start: Int, _ end: Int, _ x: UnsafePointer<Double>) -> Double {
        sparseInner(indices, values, start, end, x)
    }
}
