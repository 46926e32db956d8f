import Ansatz

/// The inverse of the coarsest level's matrix, as numbers: a product with it takes less time than two triangular solves.
///
/// More than ``limit`` points are left only where an axis without couplings is long; the matrix is diagonal then.
struct CoarsestSolve<Scalar: GridScalar> {
    private let inverse: [Scalar]
    private let count: Int
    private let isSingular: Bool

    /// Points that the coarsest level may have.
    static var limit: Int { 64 }

    /// - Parameter isSingular: whether constants are mapped to zero. The inverse is then that on vectors that sum to zero.
    init(_ matrix: GridOperator<Scalar>, isSingular: Bool) throws {
        let layout = matrix.layout
        let n = layout.points
        count = n
        self.isSingular = isSingular
        if n > Self.limit {
            inverse = []
            return
        }
        if isSingular && n == 1 {
            // Nothing but a constant is left.
            inverse = [0]
            return
        }
        var dense = matrix.dense()
        let scale = (0..<n).map { dense[$0 * n + $0] }.max() ?? 1
        if isSingular {
            // Lifts constants out of the nullspace, and leaves the rest alone.
            for index in dense.indices { dense[index] += scale / Double(n) }
        }
        var shift = 0.0
        // What rounding made indefinite is made definite.
        while true {
            do {
                var shifted = dense
                for row in 0..<n { shifted[row * n + row] += shift }
                let factorization = try CholeskyFactorization(of: Tensor(shifted, shape: [n, n]))
                var identity = Tensor<Double>(shape: [n, n])
                identity.withMutableBuffer { buffer in
                    for row in 0..<n { buffer[row * n + row] = 1 }
                }
                let solution = try factorization.solve(identity)
                inverse = solution.withBuffer { $0.map { Scalar($0) } }
                return
            } catch FactorizationError.notPositiveDefinite where shift < scale && scale.isFinite && scale > 0 {
                shift = max(10 * shift, 1e-12 * scale)
            } catch {
                throw ComputationError.nonFinite(what: "the coarsest matrix of multigrid", index: nil)
            }
        }
    }

    /// x = A⁻¹ b.
    func solve(_ level: GridLevel<Scalar>) {
        let layout = level.layout
        let n = layout.x.count
        if inverse.isEmpty {
            level.divideByDiagonal(isSingular: isSingular)
            return
        }
        inverse.withUnsafeBufferPointer { inverse in
            withUnsafeTemporaryAllocation(of: Scalar.self, capacity: Self.limit) { b in
                b.initialize(repeating: 0)
                for row in 0..<layout.rows {
                    let values = level.b.base + layout.offset(row / layout.y.count, row % layout.y.count)
                    for x in 0..<n { b[row * n + x] = values[x] }
                }
                if isSingular {
                    var sum: Scalar = 0
                    for index in 0..<count { sum += b[index] }
                    for index in 0..<count { b[index] -= sum / Scalar(count) }
                }
                var sum: Scalar = 0
                for row in 0..<layout.rows {
                    let values = level.x.base + layout.offset(row / layout.y.count, row % layout.y.count)
                    for x in 0..<n {
                        let start = (row * n + x) * count
                        var value: Scalar = 0
                        for column in 0..<count { value += inverse[start + column] * b[column] }
                        values[x] = value
                        sum += value
                    }
                }
                // From both sides, so that the product is symmetric whatever rounding did to the nullspace.
                guard isSingular else { return }
                for row in 0..<layout.rows {
                    let values = level.x.base + layout.offset(row / layout.y.count, row % layout.y.count)
                    for x in 0..<n { values[x] -= sum / Scalar(count) }
                }
            }
        }
        layout.wrap(level.x.base)
    }
}

extension GridLevel {
    fileprivate func divideByDiagonal(isSingular: Bool) {
        forEachRow { z, y, _ in
            let (row, inverse) = (layout.offset(z, y), matrix.rows.row(GridOperator<Scalar>.inverseDiagonal, z, y))
            for column in 0..<layout.x.count {
                x.base[row + column] = isSingular ? 0 : inverse[column] * b.base[row + column]
            }
        }
    }
}

extension GridOperator {
    /// The matrix in full, for few points.
    func dense() -> [Double] {
        let n = layout.points
        var dense = [Double](repeating: 0, count: n * n)
        let (ny, nx) = (layout.y.count, layout.x.count)
        for z in 0..<layout.z.count {
            for y in 0..<ny {
                for x in 0..<nx {
                    let own = (z * ny + y) * nx + x
                    dense[own * n + own] += Double(rows.row(Self.diagonal, z, y)[x])
                    for offset in allOffsets {
                        guard let k = couplings(offset, z, y), let otherZ = layout.z.wrapped(z + offset.z),
                            let otherY = layout.y.wrapped(y + offset.y), let otherX = layout.x.wrapped(x + offset.x)
                        else { continue }
                        dense[own * n + (otherZ * ny + otherY) * nx + otherX] -= Double(k[x])
                    }
                }
            }
        }
        return dense
    }
}
