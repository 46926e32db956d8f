import Ansatz

/// The last level's matrix, inverted: x = A⁺ b.
///
/// A matrix that is singular, or so nearly that its inverse means nothing, gets its pseudo-inverse. One that is too large
/// for a dense inverse, because the coarsening ended early, is relaxed.
struct CoarsestLevel {
    private let count: Int
    /// Row-major.
    private let inverse: Tensor<Double>?
    private let split: SplitMatrix?
    private let leftover: Workspace

    private static let denseLimit = 1000
    private static let sweeps = 8

    init(_ matrix: CompressedRows, isSymmetric: Bool, hasNullspace: Bool, _ run: RunContext) throws {
        count = matrix.rows
        leftover = Workspace(count: matrix.rows, vectors: 1)
        guard matrix.rows <= Self.denseLimit else {
            inverse = nil
            split = try SplitMatrix(matrix, run)
            return
        }
        var dense = Tensor<Double>(shape: [count, count])
        dense.withMutableBuffer { dense in
            for row in 0..<matrix.rows {
                for position in matrix.positions(row) {
                    dense[row * matrix.rows + Int(matrix.indices[position])] += matrix.values[position]
                }
            }
        }
        split = nil
        do {
            inverse =
                isSymmetric
                ? try Self.symmetricInverse(dense, count, hasNullspace: hasNullspace) : try Self.inverse(dense, count)
        } catch let error as FactorizationError {
            throw ComputationError.unsuitable(
                "the matrix of amg's coarsest level can't be inverted: \(error)",
                help: "check the matrix, or choose another solver")
        }
    }

    private static func symmetricInverse(
        _ dense: Tensor<Double>, _ count: Int, hasNullspace: Bool
    ) throws -> Tensor<Double> {
        if !hasNullspace, let cholesky = try? CholeskyFactorization(of: dense) {
            let pivots = (0..<count).map { cholesky.lower[$0, $0] }
            if let least = pivots.min(), let most = pivots.max(), least > 1e-7 * most {
                return try cholesky.solve(identity(count))
            }
        }
        let eigen = try SymmetricEigendecomposition(of: dense)
        let values = eigen.values.elements
        let cut = 1e-12 * (values.map(\.magnitude).max() ?? 0)
        var result = Tensor<Double>(shape: [count, count])
        eigen.vectors.withBuffer { vectors in
            result.withMutableBuffer { result in
                for (index, value) in values.enumerated() where abs(value) > cut {
                    let vector = vectors[(index * count)..<((index + 1) * count)]
                    for (row, left) in vector.enumerated() {
                        let factor = left / value
                        for (column, right) in vector.enumerated() { result[row * count + column] += factor * right }
                    }
                }
            }
        }
        return result
    }

    private static func inverse(_ dense: Tensor<Double>, _ count: Int) throws -> Tensor<Double> {
        if let factors = try? LUFactorization(of: dense), let inverse = try? factors.solve(identity(count)),
            inverse.withBuffer({ isFinite($0) && maximumMagnitude($0) < 1e14 / magnitude(dense) })
        {
            return inverse
        }
        let parts = try SingularValueDecomposition(of: dense)
        let values = parts.values.elements
        let cut = 1e-12 * (values.first ?? 0)
        var result = Tensor<Double>(shape: [count, count])
        for (index, value) in values.enumerated() where value > cut {
            for row in 0..<count {
                for column in 0..<count {
                    result[row, column] += parts.rightTransposed[index, row] * parts.left[column, index] / value
                }
            }
        }
        return result
    }

    private static func magnitude(_ tensor: Tensor<Double>) -> Double {
        tensor.withBuffer { max(maximumMagnitude($0), .leastNormalMagnitude) }
    }

    private static func identity(_ count: Int) -> Tensor<Double> {
        var identity = Tensor<Double>(shape: [count, count])
        for index in 0..<count { identity[index, index] = 1 }
        return identity
    }

    /// x ≈ A⁻¹ b.
    func solve(_ x: UnsafeMutablePointer<Double>, _ b: UnsafePointer<Double>) {
        if let inverse {
            inverse.withBuffer { inverse in
                guard let row = inverse.baseAddress else { return }
                for i in 0..<count {
                    var sum = 0.0
                    for j in 0..<count { sum += row[i * count + j] * b[j] }
                    x[i] = sum
                }
            }
        } else if let split, let l = leftover[0].baseAddress {
            split.forwardFromZero(x, b, ω: 1, leaving: l)
            _ = split.backward(x, b, ω: 1, knowing: l)
            for _ in 1..<Self.sweeps {
                split.forward(x, b, ω: 1, leaving: l)
                _ = split.backward(x, b, ω: 1, knowing: l)
            }
        }
    }

    /// Counted floating-point operations.
    var operations: Double {
        split.map { Double(Self.sweeps * 3 * $0.entryCount) } ?? 2 * Double(count) * Double(count)
    }
}
