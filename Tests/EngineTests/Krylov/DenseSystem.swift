import Ansatz

/// A x = b with a small matrix given row by row.
final class DenseSystem: LinearSystem {
    let rows: [[Double]]
    let shape: [Int]
    let rightHandSide: Tensor<Double>
    let matrixClass: MatrixClass
    let nullspace: Nullspace
    private(set) var products = 0

    init(_ rows: [[Double]], _ b: [Double], _ matrixClass: MatrixClass = .general, nullspace: Nullspace = .none) {
        self.rows = rows
        shape = [b.count]
        rightHandSide = Tensor(b)
        self.matrixClass = matrixClass
        self.nullspace = nullspace
    }

    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        products += 1
        for (index, row) in rows.enumerated() {
            y[index] = zip(row, x).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    /// The entries, row-major.
    var matrix: Tensor<Double> { Tensor(rows.flatMap { $0 }, shape: [rows.count, rows.count]) }

    /// A⁻¹ b by elimination.
    func exactAnswer() throws -> Tensor<Double> { try LUFactorization(of: matrix).solve(rightHandSide) }
}

extension DenseSystem {
    /// Entries from N(0, 1), and `shift` added to the diagonal.
    static func random(_ count: Int, shift: Double = 0, seed: UInt64 = 1) -> DenseSystem {
        var random = RandomStream(seed: seed, purpose: "dense")
        var rows = (0..<count).map { _ in random.normalTensor(shape: [count]).elements }
        for index in 0..<count { rows[index][index] += shift }
        return DenseSystem(rows, random.normalTensor(shape: [count]).elements)
    }

    /// Q Λ Qᵀ with the given eigenvalues and random orthogonal Q.
    static func symmetric(
        _ eigenvalues: [Double], _ matrixClass: MatrixClass, seed: UInt64 = 1, b: [Double]? = nil
    ) throws -> DenseSystem {
        let count = eigenvalues.count
        var random = RandomStream(seed: seed, purpose: "symmetric")
        let drawn = random.normalTensor(shape: [count, count])
        var gram = Tensor<Double>(shape: [count, count])
        for i in 0..<count { for j in 0..<count { gram[i, j] = drawn[i, j] + drawn[j, i] } }
        let q = try SymmetricEigendecomposition(of: gram).vectors
        let rows = (0..<count).map { i in
            (0..<count).map { j in (0..<count).reduce(0) { $0 + q[i, $1] * eigenvalues[$1] * q[j, $1] } }
        }
        return DenseSystem(rows, b ?? random.normalTensor(shape: [count]).elements, matrixClass)
    }
}
