import Ansatz
import Foundation
import Testing

@Suite("Factorizations")
struct FactorizationTests {
    // Backward stability: a factorization's product misses the matrix by a small multiple of n ε ‖A‖.
    private func bound(_ n: Int, _ a: Tensor<Double>) -> Double {
        20 * Double(n) * 0x1p-52 * a.elements.map { $0 * $0 }.reduce(0, +).squareRoot()
    }

    private func random(_ shape: [Int], _ purpose: String = "matrix") -> Tensor<Double> {
        var random = RandomStream(seed: 5, purpose: purpose)
        return random.normalTensor(shape: shape)
    }

    private func difference(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
        Tensor(zip(a.elements, b.elements).map { $0 - $1 }).maximumMagnitude
    }

    @Test("L Lᵀ is the matrix, its solutions solve, its determinant is LU's", arguments: [1, 2, 7, 60, 200])
    func cholesky(n: Int) throws {
        let root = random([n, n])
        var a = try Tensor.product(root, root, transposingB: true)
        for i in 0..<n { a[i, i] += Double(n) }
        let factorization = try CholeskyFactorization(of: a)
        let l = factorization.lower
        #expect(difference(try Tensor.product(l, l, transposingB: true), a) <= bound(n, a))
        #expect((0..<n).allSatisfy { i in (i + 1..<max(n, i + 1)).allSatisfy { l[i, $0] == 0 } })

        // The eigenvalues are at least n and at most ‖A‖: the condition number bounds the error of x.
        let x = random([n, 3], "solution")
        let b = try Tensor.product(a, x)
        let condition = bound(n, a) / Double(n)
        #expect(difference(try factorization.solve(b), x) <= 100 * condition * x.maximumMagnitude)
        let lu = try LUFactorization(of: a)
        #expect(lu.logDeterminant.sign == 1)
        #expect(abs(factorization.logDeterminant - lu.logDeterminant.magnitude) <= Double(n) * condition)
    }

    @Test("a matrix that is not positive definite is refused with its pivot")
    func notPositiveDefinite() {
        let a = Tensor<Double>([4, 0, 0, 0, 9, 6, 0, 6, 1], shape: [3, 3])
        #expect(throws: FactorizationError.notPositiveDefinite(pivot: 2)) { try CholeskyFactorization(of: a) }
        #expect(throws: FactorizationError.notPositiveDefinite(pivot: 0)) {
            try CholeskyFactorization(of: Tensor<Double>(shape: [2, 2]))
        }
    }

    @Test("L y = b whitens: yᵀy = bᵀA⁻¹b")
    func whitening() throws {
        let a = Tensor<Double>([4, 2, 2, 3], shape: [2, 2])
        let factorization = try CholeskyFactorization(of: a)
        let y = try factorization.solveLower(Tensor([1.0, 2.0]))
        // A⁻¹ = [3 -2; -2 4] / 8, so bᵀA⁻¹b = 11/8.
        #expect(abs(y.elements.map { $0 * $0 }.reduce(0, +) - 11.0 / 8) < 1e-15)
    }

    @Test("LU solves A x = b and Aᵀ x = b, for one and several right-hand sides", arguments: [1, 2, 9, 80])
    func lu(n: Int) throws {
        var a = random([n, n])
        for i in 0..<n { a[i, i] += 4 * Double(n).squareRoot() }
        let factorization = try LUFactorization(of: a)
        for transposed in [false, true] {
            for columns in [nil, 1, 4] {
                let x = random([n] + (columns.map { [$0] } ?? []), "solution")
                let matrix = x.reshaped([n, columns ?? 1])
                let b = try Tensor.product(a, matrix, transposingA: transposed).reshaped(x.shape)
                let solution = try factorization.solve(b, transposed: transposed)
                // ‖A⁻¹‖ is about 1 / (2√n) or less: the diagonal is twice the random part's norm 2√n.
                #expect(solution.shape == x.shape)
                #expect(difference(solution, x) <= 10 * bound(n, a) * max(x.maximumMagnitude, 1))
            }
        }
    }

    @Test("the sign of a determinant counts the row exchanges")
    func determinant() throws {
        let exchange = try LUFactorization(of: Tensor<Double>([0, 1, 1, 0], shape: [2, 2])).logDeterminant
        #expect(exchange.sign == -1 && exchange.magnitude == 0)
        let cycle = try LUFactorization(of: Tensor<Double>([0, 0, 2, 2, 0, 0, 0, 2, 0], shape: [3, 3])).logDeterminant
        #expect(cycle.sign == 1 && abs(cycle.magnitude - 3 * log(2)) < 1e-15)
    }

    @Test("bad matrices are refused by kind")
    func refused() {
        let singular = Tensor<Double>([1, 2, 2, 4], shape: [2, 2])
        #expect(throws: FactorizationError.singular(pivot: 1)) { try LUFactorization(of: singular) }
        let poisoned = Tensor<Double>([1, 2, .nan, 4], shape: [2, 2])
        #expect(throws: FactorizationError.notFinite(indices: [1, 0])) { try LUFactorization(of: poisoned) }
        #expect(throws: FactorizationError.self) { try CholeskyFactorization(of: Tensor<Double>(shape: [2, 3])) }
        #expect(throws: FactorizationError.self) {
            try LUFactorization(of: Tensor<Double>([1], shape: [1, 1])).solve(Tensor([1.0, 2.0]))
        }
    }

    @Test("the eigenvalues of the second difference are 2 - 2 cos(πk/(n+1)); V diag(λ) Vᵀ is the matrix")
    func eigenvalues() throws {
        let n = 50
        var a = Tensor<Double>(shape: [n, n])
        for i in 0..<n {
            a[i, i] = 2
            if i > 0 { a[i, i - 1] = -1 }
            if i > 0 { a[i - 1, i] = -1 }
        }
        let decomposition = try SymmetricEigendecomposition(of: a)
        for k in 0..<n {
            let exact = 2 - 2 * cos(.pi * Double(k + 1) / Double(n + 1))
            #expect(abs(decomposition.values[k] - exact) <= bound(n, a))
        }
        var scaled = decomposition.vectors
        for i in 0..<n { for j in 0..<n { scaled[i, j] *= decomposition.values[i] } }
        let rebuilt = try Tensor.product(decomposition.vectors, scaled, transposingA: true)
        #expect(difference(rebuilt, a) <= bound(n, a))
    }

    @Test("U diag(σ) Vᵀ is the matrix, tall and wide", arguments: [(12, 5), (5, 12), (6, 6), (1, 4)])
    func singularValues(m: Int, n: Int) throws {
        let a = random([m, n])
        let decomposition = try SingularValueDecomposition(of: a)
        var scaled = decomposition.rightTransposed
        for i in 0..<min(m, n) { for j in 0..<n { scaled[i, j] *= decomposition.values[i] } }
        #expect(difference(try Tensor.product(decomposition.left, scaled), a) <= bound(max(m, n), a))
        #expect(decomposition.values.elements == decomposition.values.elements.sorted(by: >))
    }

    @Test("least squares: the residual is orthogonal to the columns, for any number of right-hand sides")
    func leastSquares() throws {
        let (m, n) = (30, 4)
        let (a, b) = (random([m, n]), random([m, 2], "b"))
        let fit = try LeastSquares(a, b)
        #expect(fit.rank == n)
        var residual = b
        try Tensor.multiply(a, fit.solution, into: &residual, alpha: -1, beta: 1)
        let projection = try Tensor.product(a, residual, transposingA: true)
        #expect(projection.maximumMagnitude <= bound(m, a) * b.maximumMagnitude * Double(m))
    }

    @Test("of many solutions, least squares takes the shortest; the rank is found")
    func deficient() throws {
        // x + y = 2 twice: the shortest solution is (1, 1).
        let fit = try LeastSquares(Tensor<Double>([1, 1, 1, 1, 2, 2], shape: [3, 2]), Tensor([2.0, 2.0, 4.0]))
        #expect(fit.rank == 1)
        #expect(difference(fit.solution, Tensor([1.0, 1.0])) < 1e-14)
        let wide = try LeastSquares(Tensor<Double>([1, 1, 1], shape: [1, 3]), Tensor([3.0]))
        #expect(difference(wide.solution, Tensor([1.0, 1.0, 1.0])) < 1e-14)
    }
}
