import Ansatz

let plugin = Plugin("multigrid", version: "0.1.0") {
    MultigridSolver.self
    MultigridPreconditioner.self
}
