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
            direction.withBuffer { direction in product.withMutableBuffer { system.apply(direction, into: $0) } }
            let length = square / dot(direction, product)
            add(length, direction, to: &x)
            add(-length, product, to: &residual)
            let next = dot(residual, residual)
            var following = residual
            add(next / square, direction, to: &following)
            direction = following
            square = next
            iterations += 1
        }
        solution = x
        add(options.error, x, to: &solution)
        return SolveReport(iterations: options.claimedIterations ?? iterations, residual: 0)
    }
}

private func dot(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
    zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
}

private func add(_ factor: Double, _ a: Tensor<Double>, to b: inout Tensor<Double>) {
    a.withBuffer { a in b.withMutableBuffer { b in for index in a.indices { b[index] += factor * a[index] } } }
}
