// Sums run over fixed blocks of `reductionBlock` elements, with 64 partial sums inside a block, and blocks are added in
// order. The order never depends on the number of threads or on the processor's vector length.

/// Elements a block: small enough for the first-level cache, large enough that few sums cross blocks.
let reductionBlock = 4096

/// The inner product Σ xᵢ yᵢ, the same bits for any number of threads.
///
/// - Precondition: `x` and `y` have equal counts.
public func dot(
    _ x: UnsafeBufferPointer<Double>, _ y: UnsafeBufferPointer<Double>, threads: Threads = .one
) -> Double { blockedDot(x, y, threads) }

/// The inner product Σ xᵢ yᵢ in single precision, the same bits for any number of threads.
///
/// - Precondition: `x` and `y` have equal counts.
public func dot(
    _ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>, threads: Threads = .one
) -> Float { blockedDot(x, y, threads) }

/// The Euclidean norm √(Σ xᵢ²), the same bits for any number of threads.
///
/// Squares are not scaled: elements above 1e154 overflow to infinity, below 1e-154 vanish.
public func norm2(_ x: UnsafeBufferPointer<Double>, threads: Threads = .one) -> Double {
    blockedDot(x, x, threads).squareRoot()
}

/// The Euclidean norm √(Σ xᵢ²) in single precision, the same bits for any number of threads.
///
/// Squares are not scaled: elements above 1e19 overflow to infinity, below 1e-19 vanish.
public func norm2(_ x: UnsafeBufferPointer<Float>, threads: Threads = .one) -> Float {
    blockedDot(x, x, threads).squareRoot()
}

/// The sum Σ xᵢ, the same bits for any number of threads.
public func sum(_ x: UnsafeBufferPointer<Double>, threads: Threads = .one) -> Double { blockedSum(x, threads) }

/// The sum Σ xᵢ in single precision, the same bits for any number of threads.
public func sum(_ x: UnsafeBufferPointer<Float>, threads: Threads = .one) -> Float { blockedSum(x, threads) }

/// The largest |xᵢ|; 0 for no elements, NaN where any element is NaN.
public func maximumMagnitude(_ x: UnsafeBufferPointer<Double>) -> Double {
    // Without the sign, bit patterns are ordered as the numbers are, and NaN is above infinity: a maximum of integers,
    // which compilers vectorise.
    var largest: UInt64 = 0
    for value in x { largest = max(largest, value.magnitude.bitPattern) }
    return Double(bitPattern: largest)
}

/// The largest |xᵢ|; 0 for no elements, NaN where any element is NaN.
public func maximumMagnitude(_ x: UnsafeBufferPointer<Float>) -> Float {
    var largest: UInt32 = 0
    for value in x { largest = max(largest, value.magnitude.bitPattern) }
    return Float(bitPattern: largest)
}

@inline(__always)
private func blockedDot<Scalar: TensorScalar>(
    _ x: UnsafeBufferPointer<Scalar>, _ y: UnsafeBufferPointer<Scalar>, _ threads: Threads
) -> Scalar {
    precondition(x.count == y.count, "inner product of \(x.count) and \(y.count) elements")
    guard let xs = x.baseAddress, let ys = y.baseAddress else { return 0 }
    if x.count <= reductionBlock { return dotOfBlock(xs, ys, x.count) }
    return threads.paying(for: x.count).sum(0..<x.count, grain: reductionBlock) { block in
        dotOfBlock(xs + block.lowerBound, ys + block.lowerBound, block.count)
    }
}

@inline(__always)
private func dotOfBlock<Scalar: TensorScalar>(
    _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, _ count: Int
) -> Scalar {
    var a = SIMD16<Scalar>.zero, b = a, c = a, d = a
    var i = 0
    while i + 64 <= count {
        a += lanes(x, i) * lanes(y, i)
        b += lanes(x, i + 16) * lanes(y, i + 16)
        c += lanes(x, i + 32) * lanes(y, i + 32)
        d += lanes(x, i + 48) * lanes(y, i + 48)
        i += 64
    }
    while i + 16 <= count {
        a += lanes(x, i) * lanes(y, i)
        i += 16
    }
    var rest: Scalar = 0
    while i < count {
        rest += x[i] * y[i]
        i += 1
    }
    return total((a + b) + (c + d)) + rest
}

@inline(__always)
private func blockedSum<Scalar: TensorScalar>(_ x: UnsafeBufferPointer<Scalar>, _ threads: Threads) -> Scalar {
    guard let xs = x.baseAddress else { return 0 }
    return threads.paying(for: x.count).sum(0..<x.count, grain: reductionBlock) { block in
        let start = xs + block.lowerBound
        var a = SIMD16<Scalar>.zero, b = a, c = a, d = a
        var i = 0
        while i + 64 <= block.count {
            a += lanes(start, i)
            b += lanes(start, i + 16)
            c += lanes(start, i + 32)
            d += lanes(start, i + 48)
            i += 64
        }
        var rest: Scalar = 0
        while i < block.count {
            rest += start[i]
            i += 1
        }
        return total((a + b) + (c + d)) + rest
    }
}

/// Whether every element is a finite number.
public func isFinite(_ x: UnsafeBufferPointer<Double>) -> Bool {
    guard let xs = x.baseAddress else { return true }
    // x − x is 0 for a finite x and NaN for any other.
    var differences = SIMD16<Double>.zero
    var i = 0
    while i + 16 <= x.count {
        let values = lanes(xs, i)
        differences += values - values
        i += 16
    }
    var rest = total(differences)
    while i < x.count {
        rest += xs[i] - xs[i]
        i += 1
    }
    return rest == 0
}

@inline(__always)
func lanes<Scalar: TensorScalar>(_ base: UnsafePointer<Scalar>, _ index: Int) -> SIMD16<Scalar> {
    UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<Scalar>.self)
}

@inline(__always)
func total<Scalar: TensorScalar>(_ lanes: SIMD16<Scalar>) -> Scalar {
    let eight = lanes.lowHalf + lanes.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
}
