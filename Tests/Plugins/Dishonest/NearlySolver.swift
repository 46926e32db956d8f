import Ansatz

/// Returns (1 + error) x for the solution x of a symmetric positive definite system, so that the relative residual of
/// what it returns is `error`.
struct NearlySolver: Solver {
    struct Options: ComponentOptions {
        var error = 1e-3
        var claimedIterations: Int?

        static let keys: [Key<Self>] = [
            Key("error", \.error, range: .positive, help: "relative error of the answer"),
            Key("claimed_iterations", \.claimedIterations, help: "what to say instead of the number of iterations"),
        ]
    }

    static let info = ComponentInfo("nearly", "Solves, then spoils the answer a little")

    var options = Options()

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        // Conjugate gradients from zero.
        var x = Tensor<Double>(shape: system.shape)
        var residual = system.rightHandSide
        var direction = residual
        var product = Tensor<Double>(shape: system.shape)
        var square = dot(residual, residual)
        let limit = 1e-24 * square
        var iterations = 0
        while square > limit && iterations < 10_000 {
            system.apply(direction, into: &product)
            let length = square / dot(direction, product)
            axpy(length, direction, &x)
            axpy(-length, product, &residual)
            let next = dot(residual, residual)
            xpby(residual, next / square, &direction)
            square = next
            iterations += 1
        }
        solution = x
        axpy(options.error, x, &solution)
        return SolveReport(iterations: options.claimedIterations ?? iterations, residual: 0)
    }
}
