/// Substitution with the triangles of a factorization.
///
/// As in sweeps, the entry that a row waits for is taken last.
extension SplitMatrix {
    /// Solves (D + L) y = r.
    func solveLower(_ y: UnsafeMutablePointer<Double>, _ r: UnsafePointer<Double>) {
        let (l, inverse) = (RowView(lower), inverse)
        for row in 0..<count {
            let weight = inverse[row]
            let (start, last) = (l.start(row), l.end(row) &- 1)
            if start <= last {
                let partial = weight * (r[row] - l.inner(start, last, y))
                y[row] = partial - (weight * l.values[last]) * y[Int(l.indices[last])]
            } else {
                y[row] = weight * r[row]
            }
        }
    }

    /// Solves (I + L) y = r.
    func solveUnitLower(_ y: UnsafeMutablePointer<Double>, _ r: UnsafePointer<Double>) {
        let l = RowView(lower)
        for row in 0..<count {
            let (start, last) = (l.start(row), l.end(row) &- 1)
            if start <= last {
                y[row] = (r[row] - l.inner(start, last, y)) - l.values[last] * y[Int(l.indices[last])]
            } else {
                y[row] = r[row]
            }
        }
    }

    /// Solves (D + U) z = x in place.
    func solveUpper(_ x: UnsafeMutablePointer<Double>) {
        let (u, inverse) = (RowView(upper), inverse)
        var row = count &- 1
        while row >= 0 {
            let weight = inverse[row]
            let (first, end) = (u.start(row), u.end(row))
            if first < end {
                let partial = weight * (x[row] - u.inner(first &+ 1, end, x))
                x[row] = partial - (weight * u.values[first]) * x[Int(u.indices[first])]
            } else {
                x[row] = weight * x[row]
            }
            row &-= 1
        }
    }
}
