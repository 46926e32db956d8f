import Ansatz

/// Solves to rounding, for whatever needs a solver in a test: conjugate gradients for symmetric positive definite
/// systems, a dense factorization for small general ones.
struct ModelSolver: Solver {
    static let info = ComponentInfo("model_solver", "The contract suite's own solver")

    var options = NoOptions()

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        switch system.matrixClass {
        case .symmetricPositiveDefinite, .symmetricPositiveSemidefinite:
            return try conjugateGradients(system, &solution, run)
        case .symmetric:
            let report = try conjugateGradients(SquaredSystem(system), &solution, run)
            return SolveReport(iterations: report.iterations, residual: system.relativeResidual(of: solution))
        case .general: return try factorization(system, &solution)
        }
    }

    /// Below this relative residual an answer counts as exact.
    private static let goal = 1e-13

    private func conjugateGradients(
        _ system: any LinearSystem, _ solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        let scale = norm2(system.rightHandSide)
        let goal = Self.goal * scale
        var (r, p, q) = (solution, solution, solution)
        var iterations = 0
        var best = Double.infinity
        // Restarts from a fresh residual remove the drift of the recurrence, until they gain nothing more. A residual
        // that is not a number ends both loops.
        while true {
            system.residual(of: solution, into: &r)
            let fresh = norm2(r)
            guard fresh > goal, fresh <= best / 2 else { break }
            best = fresh
            p = r
            var ρ = dot(r, r)
            for _ in 0..<(4 * solution.count + 20) {
                guard ρ.squareRoot() > goal / 4 else { break }
                try run.checkCancellation()
                system.apply(p, into: &q)
                let α = ρ / dot(p, q)
                axpy(α, p, &solution)
                axpy(-α, q, &r)
                let next = dot(r, r)
                xpby(r, next / ρ, &p)
                ρ = next
                iterations += 1
            }
        }
        let residual = system.relativeResidual(of: solution)
        guard residual <= 1e-9 else {
            throw ComputationError.notConverged(
                method: Self.info.name, iterations: iterations, residual: residual, tolerance: Self.goal)
        }
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

/// A A x = A b, positive definite where A is symmetric and has an inverse.
private final class SquaredSystem: LinearSystem {
    private let system: any LinearSystem
    let rightHandSide: Tensor<Double>
    let matrixClass = MatrixClass.symmetricPositiveDefinite
    private var between: [Double]

    init(_ system: any LinearSystem) {
        self.system = system
        var b = Tensor<Double>(shape: system.shape)
        system.apply(system.rightHandSide, into: &b)
        rightHandSide = b
        between = Array(repeating: 0, count: b.count)
    }

    var shape: [Int] { system.shape }

    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        between.withUnsafeMutableBufferPointer { between in
            system.apply(x, into: between)
            system.apply(UnsafeBufferPointer(between), into: y)
        }
    }
}
