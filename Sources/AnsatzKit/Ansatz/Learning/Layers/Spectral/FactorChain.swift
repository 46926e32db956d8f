import CLearning

/// Products by one factor an axis, first axis first: `[r₀, r₁, …]` becomes `[e₀, e₁, …]`, complex numbers of 16 lanes each
/// (16 real parts, 16 imaginary ones) which are all treated alike.
///
/// The first axis should be the longest: the cheapest order is that of 1/r - 1/e.
struct FactorChain<Scalar: TensorScalar> {
    private typealias Kernels = LearningKernels<Scalar>

    private let products: [ansatz_axis]
    /// Numbers in one block of lanes, before and after.
    let sourceCount: Int
    let targetCount: Int
    /// Numbers between the products.
    let betweenCount: Int
    /// The largest array before any of the products.
    let largestCount: Int
    /// Where each factor's sums are, and all of them: a multiple of 16.
    let sumOffsets: [Int]
    let sumCount: Int

    init(extents: ArraySlice<Int>, ranks: ArraySlice<Int>) {
        var (sizes, products, offsets) = (Array(ranks), [ansatz_axis](), [0])
        for (axis, (extent, rank)) in zip(extents, ranks).enumerated() {
            products.append(
                ansatz_axis(
                    outer: sizes[..<axis].reduce(1, *), inner: sizes[(axis + 1)...].reduce(1, *), rank: rank,
                    extent: extent))
            sizes[axis] = extent
            offsets.append(offsets[axis] + (2 * extent * rank + 15) / 16 * 16)
        }
        let counts = products.map { 32 * $0.outer * $0.rank * $0.inner }
        self.products = products
        sourceCount = 32 * ranks.reduce(1, *)
        targetCount = 32 * sizes.reduce(1, *)
        betweenCount = counts.dropFirst().reduce(0, +)
        largestCount = counts.max() ?? 0
        sumCount = offsets.last ?? 0
        sumOffsets = offsets
    }

    /// Numbers of the factor of an axis.
    func factorCount(_ axis: Int) -> Int { 2 * products[axis].extent * products[axis].rank }

    /// - Parameter between: takes what each product but the last gives.
    @inline(__always)
    func multiply(
        _ source: UnsafePointer<Scalar>, by factor: (Int) -> UnsafePointer<Scalar>,
        between: UnsafeMutablePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>
    ) {
        var (x, next) = (source, between)
        for axis in products.indices {
            let y = axis == products.count - 1 ? target : next
            Kernels.product(products[axis], factor(axis), x, into: y)
            x = UnsafePointer(y)
            next += 32 * products[axis].outer * products[axis].extent * products[axis].inner
        }
    }

    /// - Parameters:
    ///   - between: what ``multiply(_:by:between:into:)`` left there.
    ///   - buffers: two of ``largestCount`` numbers; `sourceGradient` may be the first.
    ///   - sums: 16 lanes of each number of the factors' gradients, written or added.
    @inline(__always)
    func adjoint(
        of target: UnsafePointer<Scalar>, _ source: UnsafePointer<Scalar>, by factor: (Int) -> UnsafePointer<Scalar>,
        between: UnsafePointer<Scalar>, buffers: UnsafeMutablePointer<Scalar>,
        into sourceGradient: UnsafeMutablePointer<Scalar>, adds: Bool, sums: UnsafeMutablePointer<Scalar>,
        addsSums: Bool
    ) {
        var (gradient, end) = (target, between + betweenCount)
        for axis in products.indices.reversed() {
            let product = products[axis]
            end -= axis == 0 ? 0 : 32 * product.outer * product.rank * product.inner
            Kernels.factorSums(
                product, gradient, axis == 0 ? source : end, into: sums + 16 * sumOffsets[axis], adds: addsSums)
            let result = axis == 0 ? sourceGradient : buffers + axis % 2 * largestCount
            Kernels.productAdjoint(product, factor(axis), gradient, into: result, adds: adds && axis == 0)
            gradient = UnsafePointer(result)
        }
    }
}
