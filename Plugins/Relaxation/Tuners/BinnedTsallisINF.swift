import Ansatz

/// Tsallis-INF with a context: the context's range is cut into equal bins, and each bin has a bandit of its own
/// (``TsallisArms``).
///
/// Good values: 5 or 6 bins. More of them fit the context better and learn more slowly.
struct BinnedTsallisINF: Tuner, Resumable {
    struct Options: TsallisOptions, ContextOptions {
        var arms = 20
        var lower: Double?
        var upper: Double?
        var estimator = LossEstimator.reducedVariance
        var bins = 6
        var context: String?
        var contextRange: [Double]?

        static let keys: [Key<Self>] =
            armKeys + estimatorKeys + [Key("bins", \.bins, range: .closed(1, 10_000), help: "number of bins; 5 or 6")]
            + contextKeys

        func conflicts() -> [OptionConflict] { armConflicts() + contextConflicts() }
    }

    /// What it learned, and where the last round was.
    struct State: Codable, Sendable {
        var bins: [TsallisArms] = []
        var last = 0
    }

    static let info = ComponentInfo(
        "tsallis_inf_binned", "A Tsallis-INF bandit for each of several bins of the context",
        references: [.tsallisINF, .learningToRelax])

    var options = Options()
    private var values: [Double] = []
    private var state = State()

    func proposalRange(in space: TuningSpace) -> ClosedRange<Double> { options.grid(in: space).range }

    mutating func begin(_ space: TuningSpace) {
        values = options.grid(in: space).values
        state.bins = Array(repeating: TsallisArms(count: values.count, options.estimator), count: options.bins)
    }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) throws -> Double {
        let place = try options.place(in: context.variables, tuner: Self.info.name).fraction
        state.last = min(Int(place * Double(options.bins)), options.bins - 1)
        return values[state.bins[state.last].draw(random: &random)]
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {
        state.bins[state.last].observe(cost: cost)
    }

    func snapshot() -> State { state }

    mutating func restore(_ state: State) throws {
        guard state.bins.count == options.bins, state.bins.indices.contains(state.last),
            state.bins.allSatisfy({ $0.count == values.count })
        else {
            throw ComputationError.badInput(
                "the checkpoint of tsallis_inf_binned has other bins or arms than the scenario", help: nil)
        }
        self.state = state
    }
}
