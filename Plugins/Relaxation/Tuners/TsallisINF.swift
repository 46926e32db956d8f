import Ansatz

/// The Tsallis-INF bandit: follow the regularized leader with Tsallis entropy of degree 1/2 and importance-weighted
/// losses (``TsallisArms``), among equally spaced values.
///
/// Ignores the context. Regret against the best fixed value grows like √t.
///
/// Good values: 20 arms on [1, 1.95] for the relaxation factor.
struct TsallisINF: Tuner, Resumable {
    struct Options: TsallisOptions {
        var arms = 20
        var lower: Double?
        var upper: Double?
        var estimator = LossEstimator.reducedVariance

        static let keys: [Key<Self>] = armKeys + estimatorKeys

        func conflicts() -> [OptionConflict] { armConflicts() }
    }

    static let info = ComponentInfo(
        "tsallis_inf", "Tsallis-INF bandit on a grid of values", references: [.tsallisINF, .learningToRelax])

    var options = Options()
    private var values: [Double] = []
    private var arms = TsallisArms(count: 0, .reducedVariance)

    func proposalRange(in space: TuningSpace) -> ClosedRange<Double> { options.grid(in: space).range }

    mutating func begin(_ space: TuningSpace) {
        values = options.grid(in: space).values
        arms = TsallisArms(count: values.count, options.estimator)
    }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) -> Double {
        values[arms.draw(random: &random)]
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) { arms.observe(cost: cost) }

    func snapshot() -> TsallisArms { arms }

    mutating func restore(_ state: TsallisArms) throws {
        guard state.count == values.count else {
            throw ComputationError.badInput(
                "the checkpoint of tsallis_inf has \(state.count) arms, the scenario \(values.count)", help: nil)
        }
        arms = state
    }
}
