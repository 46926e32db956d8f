import Ansatz

/// Brings a solver under a name that another plugin has.
let plugin = Plugin("clashing", version: "1.0.0") {
    UnrivalledSolver.self
    RivalSolver.self
}

/// Clashes with nobody, but comes with one that does.
struct UnrivalledSolver: Solver {
    static let info = ComponentInfo("unrivalled", "Leaves the start as it is")

    var options = NoOptions()

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport { SolveReport(iterations: 1, residual: 0) }
}

/// Has the name of the first-party conjugate gradients.
struct RivalSolver: Solver {
    static let info = ComponentInfo("cg", "Leaves the start as it is")

    var options = NoOptions()

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport { SolveReport(iterations: 1, residual: 0) }
}
