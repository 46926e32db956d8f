import Ansatz

/// How a bandit estimates the losses of all its arms from that of the one it drew.
enum LossEstimator: String, OptionChoice, Codable {
    case importanceWeighted = "importance_weighted"
    case reducedVariance = "reduced_variance"
}

/// Options of Tsallis-INF in all its forms.
protocol TsallisOptions: ArmOptions {
    var estimator: LossEstimator { get set }
}

extension TsallisOptions {
    static var estimatorKeys: [Key<Self>] {
        [
            Key(
                "estimator", \.estimator,
                help: "how losses of all arms follow from one; importance_weighted as in Learning to Relax")
        ]
    }
}
