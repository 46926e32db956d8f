import Ansatz

/// The orthonormal vectors vⱼ of Arnoldi's process, what a preconditioner made of them, and the Hessenberg matrix
///
///     A M⁻¹ vⱼ = Σᵢ hᵢⱼ vᵢ,   i ≤ j + 1,
///
/// made triangular by Givens rotations as it grows.
final class ArnoldiBasis {
    /// The unknowns.
    let count: Int
    /// The most steps.
    let size: Int
    /// One for each vector, made when it is first needed: of a basis that is not filled the rest takes no memory.
    private var vectors: [Workspace]
    private var images: [Workspace] = []
    private let isFlexible: Bool
    /// Column j of the triangular matrix at j (size + 1).
    private var h: [Double]
    private var rotations: [(c: Double, s: Double)]
    /// The rotated right-hand side; its last number's size is the residual's norm.
    private var g: [Double]

    /// - Throws: ``ComputationError/tooLarge(_:)`` where the vectors don't fit the memory.
    init(count: Int, size: Int, isFlexible: Bool) throws {
        let (vectorCount, overflow) = size.multipliedReportingOverflow(by: isFlexible ? 2 : 1)
        let (entries, tooMany) = (size + 1).multipliedReportingOverflow(by: size)
        guard !overflow, !tooMany, entries < 1 << 32 else {
            throw ComputationError.tooLarge("a basis of \(size) vectors is more than any memory holds; lower 'restart'")
        }
        let bytes = 8 * Double(count) * (Double(vectorCount) + 1)
        guard bytes < Double(FreeResources.memory ?? .max) else {
            throw ComputationError.tooLarge(
                "a basis of \(size) vectors of \(count) numbers takes \((bytes / 1e9).rounded()) GB, more than the memory "
                    + "that is free; lower 'restart'")
        }
        self.count = count
        self.size = size
        self.isFlexible = isFlexible
        vectors = [Workspace(count: count, vectors: 1)]
        h = Array(repeating: 0, count: entries)
        rotations = Array(repeating: (1, 0), count: size)
        g = Array(repeating: 0, count: size + 1)
    }

    /// Where the first residual goes, which becomes v₀.
    var residual: UnsafeMutableBufferPointer<Double> { v(0) }
    func v(_ index: Int) -> UnsafeMutableBufferPointer<Double> { vectors[index][0] }
    /// M⁻¹ vⱼ; vⱼ itself where there is no preconditioner.
    func z(_ index: Int) -> UnsafeMutableBufferPointer<Double> {
        (isFlexible ? images : vectors)[index][0]
    }

    /// Makes room for the results of step j.
    func makeRoom(_ j: Int) {
        while vectors.count < j + 2 { vectors.append(Workspace(count: count, vectors: 1)) }
        while isFlexible, images.count < j + 1 { images.append(Workspace(count: count, vectors: 1)) }
    }

    /// v₀ = r/‖r‖.
    func begin(norm: Double, _ threads: Threads) {
        scale(residual, by: 1 / norm, into: residual, threads)
        g[0] = norm
    }

    /// Takes A zⱼ, which stands in vⱼ₊₁, into the basis by the modified Gram-Schmidt process, a second time where much of
    /// it cancels.
    ///
    /// - Returns: the norm of the residual, and whether the space is exhausted: nothing new was left.
    /// - Throws: where the user asked to stop.
    func extend(_ j: Int, _ solve: inout KrylovSolve) throws -> (residual: Double, isExhausted: Bool) {
        let threads = solve.threads
        let w = v(j + 1)
        let given = norm2(UnsafeBufferPointer(w), threads: threads)
        for i in 0...j { h[place(i, j)] = 0 }
        var left = try orthogonalise(j, &solve)
        if left < 0.1 * given { left = try orthogonalise(j, &solve) }
        // Rounding leaves some 1e-16 of what was there.
        let isExhausted = left <= 1e-14 * given
        if !isExhausted { scale(w, by: 1 / left, into: w, threads) }
        solve.work += 3 * Double(count)
        rotate(j, isExhausted ? 0 : left)
        return (g[j + 1].magnitude, isExhausted || !left.isFinite)
    }

    /// x ← x + Σ yⱼ zⱼ over `steps` vectors with R y = g.
    ///
    /// - Throws: where the user asked to stop.
    func addCorrection(_ steps: Int, _ solve: inout KrylovSolve) throws {
        let largest = (0..<steps).map { h[place($0, $0)].magnitude }.max() ?? 0
        var y = [Double](repeating: 0, count: steps)
        for i in (0..<steps).reversed() {
            // A singular matrix shows as a pivot of 0: what belongs to it is left out.
            guard h[place(i, i)].magnitude > 1e-15 * largest else { continue }
            var sum = g[i]
            for j in (i + 1)..<max(steps, i + 1) { sum -= h[place(i, j)] * y[j] }
            y[i] = sum / h[place(i, i)]
        }
        for j in 0..<steps {
            axpy(y[j], UnsafeBufferPointer(z(j)), solve.x, threads: solve.threads)
            if polls.isDue(j) { try solve.run.checkCancellation() }
        }
        solve.work += 2 * Double(steps) * Double(count)
    }

    private var polls: PollInterval { PollInterval(count: count / 2) }

    private func place(_ i: Int, _ j: Int) -> Int { j * (size + 1) + i }

    /// w ← w − Σᵢ (vᵢᵀw) vᵢ one after the other, with hᵢⱼ += vᵢᵀw; returns ‖w‖.
    private func orthogonalise(_ j: Int, _ solve: inout KrylovSolve) throws -> Double {
        let (w, threads) = (v(j + 1), solve.threads)
        var product = dot(UnsafeBufferPointer(w), UnsafeBufferPointer(v(0)), threads: threads)
        for i in 0...j {
            h[place(i, j)] += product
            // The inner product with the next vector, and at last ‖w‖², comes along in the same pass.
            product = axpyDot(
                -product, UnsafeBufferPointer(v(i)), w, UnsafeBufferPointer(i < j ? v(i + 1) : w), threads: threads)
            if polls.isDue(i) { try solve.run.checkCancellation() }
        }
        solve.work += Double(4 * (j + 1) + 2) * Double(count)
        return product.squareRoot()
    }

    /// Applies the rotations so far to column j, then one more that makes its last entry 0.
    private func rotate(_ j: Int, _ last: Double) {
        for i in 0..<j {
            let (c, s) = rotations[i]
            let (upper, lower) = (h[place(i, j)], h[place(i + 1, j)])
            h[place(i, j)] = c * upper + s * lower
            h[place(i + 1, j)] = c * lower - s * upper
        }
        let upper = h[place(j, j)]
        let length = (upper * upper + last * last).squareRoot()
        let (c, s) = length == 0 ? (1, 0) : (upper / length, last / length)
        rotations[j] = (c, s)
        h[place(j, j)] = length
        g[j + 1] = -s * g[j]
        g[j] *= c
    }
}
