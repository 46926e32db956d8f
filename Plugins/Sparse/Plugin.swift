import Ansatz

let plugin = Plugin("sparse", version: "0.1.0") {
    SparseMatrixProblem.self
    GaussSeidel.self
    AlgebraicMultigrid.self
    GaussSeidelPreconditioner.self
    AggregationPreconditioner.self
    IncompleteCholeskyPreconditioner.self
    IncompleteLUPreconditioner.self
}
