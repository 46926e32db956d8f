// Each element is computed alike wherever a vector is cut, so that the number of threads changes no bit.

/// y ← y + α x.
///
/// - Precondition: `x` and `y` have equal counts and do not overlap, unless they are the same memory.
public func axpy(
    _ α: Double, _ x: UnsafeBufferPointer<Double>, _ y: UnsafeMutableBufferPointer<Double>, threads: Threads = .one
) {
    update(x, y, threads) { x, y in
        y + x * α
    } rest: { x, y in
        y + x * α
    }
}

/// y ← y + α x in single precision.
///
/// - Precondition: `x` and `y` have equal counts and do not overlap, unless they are the same memory.
public func axpy(_ α: Float, _ x: UnsafeBufferPointer<Float>, _ y: UnsafeMutableBufferPointer<Float>) {
    update(x, y, .one) { x, y in
        y + x * α
    } rest: { x, y in
        y + x * α
    }
}

/// y ← x + β y, the update of a search direction.
///
/// - Precondition: `x` and `y` have equal counts and do not overlap, unless they are the same memory.
public func xpby(
    _ x: UnsafeBufferPointer<Double>, _ β: Double, _ y: UnsafeMutableBufferPointer<Double>, threads: Threads = .one
) {
    update(x, y, threads) { x, y in
        x + y * β
    } rest: { x, y in
        x + y * β
    }
}

/// y ← x + β y in single precision.
///
/// - Precondition: `x` and `y` have equal counts and do not overlap, unless they are the same memory.
public func xpby(_ x: UnsafeBufferPointer<Float>, _ β: Float, _ y: UnsafeMutableBufferPointer<Float>) {
    update(x, y, .one) { x, y in
        x + y * β
    } rest: { x, y in
        x + y * β
    }
}

@inline(__always)
private func update<Scalar: TensorScalar>(
    _ x: UnsafeBufferPointer<Scalar>, _ y: UnsafeMutableBufferPointer<Scalar>, _ threads: Threads,
    _ vector: (SIMD16<Scalar>, SIMD16<Scalar>) -> SIMD16<Scalar>, rest: (Scalar, Scalar) -> Scalar
) {
    precondition(x.count == y.count, "update of \(y.count) elements by \(x.count)")
    guard let xs = x.baseAddress, let ys = y.baseAddress else { return }
    let threads = threads.paying(for: x.count)
    if threads.count == 1 { return update(xs, ys, 0..<x.count, vector, rest: rest) }
    threads.forEach(0..<x.count, grain: reductionBlock) { update(xs, ys, $0, vector, rest: rest) }
}

@inline(__always)
private func update<Scalar: TensorScalar>(
    _ xs: UnsafePointer<Scalar>, _ ys: UnsafeMutablePointer<Scalar>, _ range: Range<Int>,
    _ vector: (SIMD16<Scalar>, SIMD16<Scalar>) -> SIMD16<Scalar>, rest: (Scalar, Scalar) -> Scalar
) {
    var i = range.lowerBound
    while i + 16 <= range.upperBound {
        let updated = vector(lanes(xs, i), lanes(UnsafePointer(ys), i))
        UnsafeMutableRawPointer(ys + i).storeBytes(of: updated, as: SIMD16<Scalar>.self)
        i += 16
    }
    while i < range.upperBound {
        ys[i] = rest(xs[i], ys[i])
        i += 1
    }
}
