import Ansatz

/// Solves to rounding, for whatever needs a solver in a test: conjugate gradients for symmetric positive definite
/// systems, a dense factorization for small general ones.
struct ModelSolver: Solver {
    static let info = ComponentInfo("model_solver", "The contract suite's own solver")

    var options = NoOptions()

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        system.matrixClass == .symmetricPositiveDefinite
            ? try conjugateGradients(system, &solution, run) : try factorization(system, &solution)
    }

    /// Below this relative residual an answer counts as exact.
    private static let goal = 1e-13

    private func conjugateGradients(
        _ system: any LinearSystem, _ solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        func product(_ x: [Double]) -> [Double] {
            var y = [Double](repeating: 0, count: x.count)
            x.withUnsafeBufferPointer { x in y.withUnsafeMutableBufferPointer { system.apply(x, into: $0) } }
            return y
        }
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        let b = system.rightHandSide.elements
        let goal = Self.goal * norm(b)
        var x = solution.elements
        var iterations = 0
        var best = Double.infinity
        // Restarts from a fresh residual remove the drift of the recurrence, until they gain nothing more.
        while true {
            var r = zip(b, product(x)).map { $0 - $1 }
            let fresh = norm(r)
            if fresh <= goal || fresh > best / 2 { break }
            best = fresh
            var p = r
            var ρ = dot(r, r)
            for _ in 0..<(4 * x.count + 20) where ρ.squareRoot() > goal / 4 {
                try run.checkCancellation()
                let q = product(p)
                let α = ρ / dot(p, q)
                for index in x.indices {
                    x[index] += α * p[index]
                    r[index] -= α * q[index]
                }
                let next = dot(r, r)
                let β = next / ρ
                for index in p.indices { p[index] = r[index] + β * p[index] }
                ρ = next
                iterations += 1
            }
        }
        let scale = norm(b)
        let residual = norm(zip(b, product(x)).map { $0 - $1 }) / (scale == 0 ? 1 : scale)
        guard residual <= 1e-9 else {
            throw ComputationError.notConverged(
                method: Self.info.name, iterations: iterations, residual: residual, tolerance: Self.goal)
        }
        solution = Tensor(x, shape: system.shape)
        return SolveReport(iterations: iterations, residual: residual)
    }

    private func factorization(
        _ system: any LinearSystem, _ solution: inout Tensor<Double>
    ) throws -> SolveReport {
        let n = system.rightHandSide.count
        guard n <= 2000 else {
            throw ComputationError.tooLarge(
                "the contract suite solves general systems of at most 2000 unknowns, not \(n): declare smaller values")
        }
        var matrix = Tensor<Double>(shape: [n, n])
        var column = [Double](repeating: 0, count: n)
        for j in 0..<n {
            var unit = [Double](repeating: 0, count: n)
            unit[j] = 1
            unit.withUnsafeBufferPointer { unit in
                column.withUnsafeMutableBufferPointer { system.apply(unit, into: $0) }
            }
            matrix.withMutableBuffer { matrix in
                for i in 0..<n { matrix[i * n + j] = column[i] }
            }
        }
        let answer = try LUFactorization(of: matrix).solve(Tensor(system.rightHandSide.elements))
        solution = answer.reshaped(system.shape)
        return SolveReport(iterations: 1, residual: system.relativeResidual(of: solution))
    }
}
