// Tensors as vectors, whatever their shape: methods read like the paper. Each call is one pass over memory, and none
// allocates where the tensor that is written has its storage to itself.

/// The inner product Σ xᵢ yᵢ, the same bits for any number of threads.
///
/// - Precondition: `x` and `y` have equal shapes.
public func dot(_ x: Tensor<Double>, _ y: Tensor<Double>, threads: Threads = .one) -> Double {
    requireEqual(x.shape, y.shape, "inner product")
    return x.withBuffer { x in y.withBuffer { y in dot(x, y, threads: threads) } }
}

/// The Euclidean norm √(Σ xᵢ²), the same bits for any number of threads.
///
/// Squares are not scaled: elements above 1e154 overflow to infinity, below 1e-154 vanish.
public func norm2(_ x: Tensor<Double>, threads: Threads = .one) -> Double {
    x.withBuffer { norm2($0, threads: threads) }
}

/// y ← y + α x.
///
/// - Precondition: `x` and `y` have equal shapes.
public func axpy(_ α: Double, _ x: Tensor<Double>, _ y: inout Tensor<Double>) {
    requireEqual(x.shape, y.shape, "update of a vector")
    x.withBuffer { x in y.withMutableBuffer { axpy(α, x, $0) } }
}

/// y ← x + β y, the update of a search direction.
///
/// - Precondition: `x` and `y` have equal shapes.
public func xpby(_ x: Tensor<Double>, _ β: Double, _ y: inout Tensor<Double>) {
    requireEqual(x.shape, y.shape, "update of a vector")
    x.withBuffer { x in y.withMutableBuffer { xpby(x, β, $0) } }
}

private func requireEqual(_ x: [Int], _ y: [Int], _ what: String) {
    precondition(x == y, "\(what): shapes \(x) and \(y)")
}
