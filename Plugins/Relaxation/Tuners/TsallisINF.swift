import Ansatz

/// The Tsallis-INF bandit: follow the regularized leader with Tsallis entropy of degree 1/2 and importance-weighted
/// losses.
///
/// Round t, cumulated loss estimates kᵢ, loss scale S = mean loss so far − 1, ηₜ = 2/√t:
///
///     pᵢ = 4 / (ηₜ (kᵢ/S − x))²   with x < min kᵢ/S such that Σ pᵢ = 1 (Newton);
///     draw i ~ p;  observe c iterations;  kᵢ += (c − 1)/pᵢ
///
/// Where rounding leaves no distribution, the draw is uniform. Ignores the context. Regret against the best fixed value
/// grows like √t.
///
/// Good values: 20 arms on [1, 1.95] for the relaxation factor.
struct TsallisINF: Tuner, Resumable {
    struct Options: ComponentOptions {
        var arms = 20
        var lower: Double?
        var upper: Double?

        static let keys: [Key<Self>] = [
            Key("arms", \.arms, range: .closed(1, 10_000), help: "number of values to choose among"),
            Key("lower", \.lower, unit: "1", help: "smallest value; what the tuned option suggests unless given"),
            Key("upper", \.upper, unit: "1", help: "largest value; what the tuned option suggests unless given"),
        ]

        func conflicts() -> [OptionConflict] {
            guard let lower, let upper, lower > upper else { return [] }
            return [OptionConflict("upper", "'upper' (\(upper)) is below 'lower' (\(lower))")]
        }
    }

    /// What it learned.
    struct State: Codable, Sendable {
        var round = 0
        var losses: [Double] = []
        var observedTotal = 0.0
        var lastArm = 0
        var lastProbability = 1.0
    }

    static let info = ComponentInfo(
        "tsallis_inf", "Tsallis-INF bandit on a grid of values",
        references: [
            Reference(
                .article, ["J. Zimmert", "Y. Seldin"],
                "Tsallis-INF: An Optimal Algorithm for Stochastic and Adversarial Bandits", in: "J. Mach. Learn. Res.",
                volume: "22(28)", pages: "1–49", year: 2021, arXiv: "1807.07623"),
            .learningToRelax,
        ])

    var options = Options()
    private var values: [Double] = []
    private var state = State()

    private func grid(in space: TuningSpace) -> ProposalGrid {
        ProposalGrid(
            lower: options.lower ?? space.range.lowerBound, upper: options.upper ?? space.range.upperBound,
            count: min(options.arms, space.count ?? .max))
    }

    func proposalRange(in space: TuningSpace) -> ClosedRange<Double> { grid(in: space).range }

    mutating func begin(_ space: TuningSpace) {
        values = grid(in: space).values
        state.losses = Array(repeating: 0, count: values.count)
    }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) -> Double {
        let probabilities = distribution()
        var remaining = random.uniform()
        var arm = probabilities.count - 1
        for (index, probability) in probabilities.enumerated() {
            if remaining < probability {
                arm = index
                break
            }
            remaining -= probability
        }
        state.lastArm = arm
        state.lastProbability = probabilities[arm]
        return values[arm]
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {
        state.round += 1
        state.observedTotal += cost
        state.losses[state.lastArm] += (cost - 1) / state.lastProbability
    }

    /// p over the arms for the coming round.
    private func distribution() -> [Double] {
        let count = state.losses.count
        let uniform = Array(repeating: 1 / Double(count), count: count)
        if state.round == 0 { return uniform }
        let η = 2 / Double(state.round + 1).squareRoot()
        let scale = state.observedTotal / Double(state.round) - 1
        guard scale > 0 else { return uniform }
        let losses = state.losses.map { $0 / scale }
        // At this x the best arm alone has p = 1, so Σ p ≥ 1; Σ p − 1 is convex and grows with x below the smallest
        // loss, so Newton's steps go down to the root and never past it.
        var x = (losses.min() ?? 0) - 2 / η
        var p = uniform
        for _ in 0..<Self.newtonSteps {
            var total = 0.0
            var slope = 0.0
            for arm in p.indices {
                let root = 2 / (η * (losses[arm] - x))
                p[arm] = root * root
                total += p[arm]
                slope += η * p[arm] * root
            }
            if abs(total - 1) < 1e-12 { break }
            x -= (total - 1) / slope
        }
        let total = p.reduce(0, +)
        return abs(total - 1) < 1e-6 ? p.map { $0 / total } : uniform
    }

    /// Enough for full precision: the error squares in every step once it is small, and 20 arms need about 6.
    private static let newtonSteps = 40

    func snapshot() -> State { state }

    mutating func restore(_ state: State) throws {
        guard state.losses.count == values.count else {
            throw ComputationError.badInput(
                "the checkpoint of tsallis_inf has \(state.losses.count) arms, the scenario \(values.count)", help: nil)
        }
        self.state = state
    }
}
