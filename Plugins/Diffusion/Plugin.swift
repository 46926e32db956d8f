import Ansatz

let plugin = Plugin("diffusion", version: "0.1.0") {
    PoissonProblem.self
    DiffusionProblem.self
    DarcyProblem.self
    HelmholtzProblem.self
    DarcyGenerator.self
}
