// Updates of vectors with the inner product that a Krylov method needs of the result: one pass over memory in the place
// of two or three. Every bit is that of the separate calls, for any number of threads.

/// x ← x + α p and r ← r − α q, a step of conjugate gradients; returns Σ rᵢ² of the new r.
///
/// - Precondition: all counts are equal, and no two buffers overlap.
public func conjugateStep(
    _ α: Double, _ p: UnsafeBufferPointer<Double>, _ x: UnsafeMutableBufferPointer<Double>,
    _ q: UnsafeBufferPointer<Double>, _ r: UnsafeMutableBufferPointer<Double>, threads: Threads = .one
) -> Double {
    precondition(
        p.count == x.count && q.count == x.count && r.count == x.count, "a step of vectors of different lengths")
    guard let p = p.baseAddress, let q = q.baseAddress, let xs = x.baseAddress, let r = r.baseAddress else { return 0 }
    let minus = -α
    return blockedSum(x.count, threads) { block in
        sumOfBlock(block) { i in
            store(lanes(UnsafePointer(xs), i) + lanes(p, i) * α, xs, i)
            let updated = lanes(UnsafePointer(r), i) + lanes(q, i) * minus
            store(updated, r, i)
            return updated * updated
        } rest: { i in
            xs[i] += p[i] * α
            r[i] += q[i] * minus
            return r[i] * r[i]
        }
    }
}

/// y ← y + α x; returns Σ yᵢ zᵢ of the new y.
///
/// - Precondition: all counts are equal. `z` may be `y`, or else overlaps it nowhere; `x` does not overlap `y`.
public func axpyDot(
    _ α: Double, _ x: UnsafeBufferPointer<Double>, _ y: UnsafeMutableBufferPointer<Double>,
    _ z: UnsafeBufferPointer<Double>, threads: Threads = .one
) -> Double {
    precondition(x.count == y.count && z.count == y.count, "update of \(y.count) elements by \(x.count), \(z.count)")
    guard let x = x.baseAddress, let ys = y.baseAddress, let z = z.baseAddress else { return 0 }
    return blockedSum(y.count, threads) { block in
        sumOfBlock(block) { i in
            let updated = lanes(UnsafePointer(ys), i) + lanes(x, i) * α
            store(updated, ys, i)
            return updated * lanes(z, i)
        } rest: { i in
            ys[i] += x[i] * α
            return ys[i] * z[i]
        }
    }
}

/// y ← x + β y; returns Σ yᵢ² of the new y. With β = −1 and y = A u it is the residual x − A u, and its square.
///
/// - Precondition: both counts are equal, and the buffers don't overlap.
public func xpbySquared(
    _ x: UnsafeBufferPointer<Double>, _ β: Double, _ y: UnsafeMutableBufferPointer<Double>, threads: Threads = .one
) -> Double {
    precondition(x.count == y.count, "update of \(y.count) elements by \(x.count)")
    guard let x = x.baseAddress, let ys = y.baseAddress else { return 0 }
    return blockedSum(y.count, threads) { block in
        sumOfBlock(block) { i in
            let updated = lanes(x, i) + lanes(UnsafePointer(ys), i) * β
            store(updated, ys, i)
            return updated * updated
        } rest: { i in
            ys[i] = x[i] + ys[i] * β
            return ys[i] * ys[i]
        }
    }
}

@inline(__always)
private func blockedSum(_ count: Int, _ threads: Threads, _ term: (Range<Int>) -> Double) -> Double {
    if count <= reductionBlock { return term(0..<count) }
    return threads.paying(for: count).sum(0..<count, grain: reductionBlock, term)
}

/// A sum in the order in which inner products add.
@inline(__always)
private func sumOfBlock(_ range: Range<Int>, _ sixteen: (Int) -> SIMD16<Double>, rest one: (Int) -> Double) -> Double {
    var a = SIMD16<Double>.zero, b = a, c = a, d = a
    var i = range.lowerBound
    let end = range.upperBound
    while i + 64 <= end {
        a += sixteen(i)
        b += sixteen(i + 16)
        c += sixteen(i + 32)
        d += sixteen(i + 48)
        i += 64
    }
    while i + 16 <= end {
        a += sixteen(i)
        i += 16
    }
    var rest = 0.0
    while i < end {
        rest += one(i)
        i += 1
    }
    return total((a + b) + (c + d)) + rest
}

@inline(__always)
private func store(_ values: SIMD16<Double>, _ y: UnsafeMutablePointer<Double>, _ index: Int) {
    UnsafeMutableRawPointer(y + index).storeBytes(of: values, as: SIMD16<Double>.self)
}
