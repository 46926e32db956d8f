import Ansatz

let plugin = Plugin("relaxation", version: "0.1.0") {
    HeatProblem.self
    PoissonGenerator.self
    ShiftedLaplacianSequence.self
    CrankNicolson.self
    SuccessiveOverRelaxation.self
    ConjugateGradients.self
    FlexibleConjugateGradients.self
    MinimalResiduals.self
    GeneralizedMinimalResiduals.self
    StabilizedBiconjugateGradients.self
    SSORConjugateGradients.self
    ChebyshevConjugateGradients.self
    JacobiPreconditioner.self
    RedBlackSSORPreconditioner.self
    SolverChoice.self
    FixedTuner.self
    TsallisINF.self
    BinnedTsallisINF.self
    ChebCB.self
    SurfaceTuner.self
    YoungTuner.self
    InstanceOracle.self
}
