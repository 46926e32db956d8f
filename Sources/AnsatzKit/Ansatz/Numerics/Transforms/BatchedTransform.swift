/// Consecutive transforms of one shape, cut into pieces that depend on the problem alone.
struct BatchedTransform<Scalar: TensorScalar>: Sendable {
    private let kind: TransformPlan.Kind
    private let batch: Int
    /// Transforms a piece.
    private let grain: Int
    /// Bytes from one transform's input (output) to the next.
    private let inputBytes: Int
    private let outputBytes: Int
    private let whole: TransformPlan
    /// For the last piece, where it is shorter.
    private let last: TransformPlan

    /// - Parameters:
    ///   - shape: one transform's extents in real space.
    ///   - inputScalars: numbers of one transform's input, real and imaginary parts counted alone.
    init(
        _ kind: TransformPlan.Kind, shape: [Int], batch: Int, inputScalars: Int, outputScalars: Int,
        isInPlace: Bool = false
    ) throws(ShapeMismatch) {
        self.kind = kind
        self.batch = batch
        let stride = MemoryLayout<Scalar>.stride
        (inputBytes, outputBytes) = (inputScalars * stride, outputScalars * stride)
        // Every piece starts on 64 bytes, as its plan expects, and is worth entering the pool for.
        var grain = 1
        while (grain * inputBytes) % 64 != 0 || (grain * outputBytes) % 64 != 0 || grain * inputScalars < 1 << 13 {
            grain *= 2
        }
        self.grain = Swift.min(grain, Swift.max(batch, 1))
        var key = TransformPlan.Key(
            kind: kind, isSingle: Scalar.self == Float.self, shape: shape, batch: self.grain, isInPlace: isInPlace)
        guard let whole = TransformPlan.plan(for: key) else {
            throw ShapeMismatch("FFTW makes no plan for a transform of shape \(shape)")
        }
        self.whole = whole
        let rest = batch % self.grain
        key.batch = rest
        if rest == 0 {
            last = whole
        } else if let plan = TransformPlan.plan(for: key) {
            last = plan
        } else {
            throw ShapeMismatch("FFTW makes no plan for \(rest) transforms of shape \(shape)")
        }
    }

    /// Executes all transforms; the input is overwritten by transforms from complex to real.
    func execute(_ input: UnsafeMutableRawPointer?, _ output: UnsafeMutableRawPointer?, _ threads: Threads) {
        guard let input, let output else { return }
        threads.forEach(0..<batch, grain: grain) { piece in
            let plan = piece.count == grain ? whole : last
            plan.execute(
                kind, isSingle: Scalar.self == Float.self, input + piece.lowerBound * inputBytes,
                output + piece.lowerBound * outputBytes)
        }
    }

    /// The number of elements of one transform, for shapes that FFTW takes.
    static func checkedCount(_ shape: [Int], batch: Int) throws(ShapeMismatch) -> Int {
        // The bound leaves room for complex numbers and for FFTW's own sums.
        guard (1...3).contains(shape.count), shape.allSatisfy({ $0 > 0 }), batch >= 0,
            let count = Tensor<Scalar>.elementCount(of: shape),
            let all = Tensor<Scalar>.elementCount(of: shape + [Swift.max(batch, 1)]), all < 1 << 48
        else {
            throw ShapeMismatch(
                "\(batch) transforms of shape \(shape); a transform has one to three dimensions of at least 1")
        }
        return count
    }

    static func check(_ found: [Int], is expected: [Int], _ what: String) throws(ShapeMismatch) {
        guard found == expected else {
            throw ShapeMismatch("the \(what) of a transform has shape \(found), not \(expected)")
        }
    }
}
