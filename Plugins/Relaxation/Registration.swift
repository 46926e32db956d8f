import Ansatz

@c(ansatz_plugin_register)
public func register(_ host: UnsafeMutableRawPointer) {
    Plugin.register(host, name: "relaxation", version: "0.1.0") { plugin in
        try plugin.add(HeatProblem.self)
        try plugin.add(PoissonProblem.self)
        try plugin.add(PoissonGenerator.self)
        try plugin.add(CrankNicolson.self)
        try plugin.add(SuccessiveOverRelaxation.self)
        try plugin.add(ConjugateGradients.self)
        try plugin.add(SSORConjugateGradients.self)
        try plugin.add(FixedTuner.self)
        try plugin.add(TsallisINF.self)
    }
}
