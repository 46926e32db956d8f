import Ansatz
import Glibc

/// The contextual bandit ChebCB: for each value of the option a Chebyshev polynomial of cost over the context, and draws
/// by inverse gaps.
///
/// Context c in [a, b], features φⱼ(c) = Tⱼ(2(c − a)/(b − a) − 1) for j < m, d arms, losses c − 1 for a cost of c:
///
///     predict:  ŷᵢ = θᵢᵀ φ;  i* = argmin ŷ;  pᵢ = 1/(d + η (ŷᵢ − ŷᵢ*)) for i ≠ i*, the rest for i*
///     update:   θᵢ = least squares of the losses of arm i on φ, with |θᵢ₀| ≤ K and |θᵢⱼ| ≤ 2 (b − a) L/j
///               α = (π + (2/π) ln(2m + 1)) (b − a) L/(2(m + 1));   R = Σₛ (ŷₛ − lossₛ)² − Σᵢ residualᵢ
///               η = 2 t √(d t/(R + 2 α² t))
///
/// K is the largest loss, L = (largest − smallest loss)/(b − a) a Lipschitz constant. The published program divides all
/// losses by a scale that it estimates anew in each round; it cancels from all of the above, which is in units of cost.
/// Two deviations: R compares predictions with losses (the program: with costs), and subtracts the least residual of
/// every arm (the program: of arms at their bounds). All data enter by sums, so that a round costs the same at any time.
struct ChebCB: Tuner, Resumable {
    struct Options: ArmOptions, ContextOptions {
        var arms = 20
        var lower: Double?
        var upper: Double?
        var coefficients = 6
        var context: String?
        var contextRange: [Double]?

        static let keys: [Key<Self>] =
            armKeys + [
                Key(
                    "coefficients", \.coefficients, range: .closed(1, 30),
                    help: "m, the number of Chebyshev coefficients; 6")
            ] + contextKeys

        func conflicts() -> [OptionConflict] { armConflicts() + contextConflicts() }
    }

    /// Sums over the rounds of one arm.
    struct Arm: Codable, Sendable {
        /// Φᵀ Φ.
        var gram: [Double]
        /// Φᵀ y.
        var moments: [Double]
        /// ‖y‖².
        var squares = 0.0
        /// ‖Φ θ − y‖².
        var residual = 0.0
        var θ: [Double]
    }

    /// What it learned.
    struct State: Codable, Sendable {
        var arms: [Arm] = []
        var round = 0
        var smallestLoss = Double.infinity
        var largestLoss = -Double.infinity
        /// Σₛ (ŷₛ − lossₛ)².
        var errors = 0.0
        var η = 0.0
        var lastArm = 0
        var lastPrediction = 0.0
        var φ: [Double] = []
    }

    static let info = ComponentInfo(
        "chebcb", "ChebCB: Chebyshev regression over the context for each value, draws by inverse gaps",
        references: [.learningToRelax])

    var options = Options()
    private var values: [Double] = []
    private var state = State()
    private var solver = BoundedLeastSquares(count: 0)
    private var predictions: [Double] = []
    private var bounds: [Double] = []

    func proposalRange(in space: TuningSpace) -> ClosedRange<Double> { options.grid(in: space).range }

    mutating func begin(_ space: TuningSpace) {
        let m = options.coefficients
        values = options.grid(in: space).values
        let zeros = Array(repeating: 0.0, count: m)
        state.arms = Array(
            repeating: Arm(gram: Array(repeating: 0, count: m * m), moments: zeros, θ: zeros), count: values.count)
        state.φ = zeros
        bounds = zeros
        predictions = Array(repeating: 0, count: values.count)
        solver = BoundedLeastSquares(count: m)
    }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) throws -> Double {
        let place = try options.place(in: context.variables, tuner: Self.info.name)
        TensorPolynomials.chebyshev(2 * place.fraction - 1, options.coefficients - 1, into: &state.φ)
        for arm in values.indices { predictions[arm] = zip(state.arms[arm].θ, state.φ).reduce(0) { $0 + $1.0 * $1.1 } }
        let best = predictions.indices.min { predictions[$0] < predictions[$1] } ?? 0
        let probabilities = inverseGaps(best)
        state.lastArm = random.index(drawnFrom: probabilities)
        state.lastPrediction = predictions[state.lastArm]
        return values[state.lastArm]
    }

    /// p over the arms.
    private func inverseGaps(_ best: Int) -> [Double] {
        let d = Double(values.count)
        var p = predictions.map { 1 / (d + state.η * ($0 - predictions[best])) }
        p[best] = 0
        p[best] = 1 - p.reduce(0, +)
        return p
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {
        guard cost.isFinite, !state.arms.isEmpty else { return }
        let loss = cost - 1
        let m = options.coefficients
        state.round += 1
        state.errors += (state.lastPrediction - loss) * (state.lastPrediction - loss)
        for j in 0..<m {
            for i in 0..<m { state.arms[state.lastArm].gram[j * m + i] += state.φ[j] * state.φ[i] }
            state.arms[state.lastArm].moments[j] += state.φ[j] * loss
        }
        state.arms[state.lastArm].squares += loss * loss
        let isNewExtreme = loss < state.smallestLoss || loss > state.largestLoss
        state.smallestLoss = min(state.smallestLoss, loss)
        state.largestLoss = max(state.largestLoss, loss)
        // (b − a) L: the interval's length cancels.
        let spread = state.largestLoss - state.smallestLoss
        bounds[0] = max(state.largestLoss, 0)
        for j in 1..<max(m, 1) { bounds[j] = 2 * spread / Double(j) }
        if isNewExtreme {
            for arm in values.indices { refit(arm) }
        } else {
            refit(state.lastArm)
        }
        let t = Double(state.round)
        let α = (.pi + 2 / .pi * log(2 * Double(m) + 1)) * spread / (2 * (Double(m) + 1))
        let excess = state.errors - state.arms.reduce(0) { $0 + $1.residual }
        let denominator = max(excess, 0) + 2 * α * α * t
        // Costs that are all alike leave nothing to divide by, and nothing to choose.
        state.η = denominator > 0 ? 2 * t * (Double(values.count) * t / denominator).squareRoot() : 0
    }

    private mutating func refit(_ index: Int) {
        let (gram, moments) = (state.arms[index].gram, state.arms[index].moments)
        solver.solve(gram, moments, bounds: bounds, into: &state.arms[index].θ)
        state.arms[index].residual = solver.residual(
            gram, moments, squares: state.arms[index].squares, state.arms[index].θ)
    }

    func snapshot() -> State { state }

    mutating func restore(_ state: State) throws {
        let m = options.coefficients
        guard state.arms.count == values.count, state.φ.count == m, values.indices.contains(state.lastArm),
            state.arms.allSatisfy({ $0.gram.count == m * m && $0.moments.count == m && $0.θ.count == m })
        else {
            throw ComputationError.badInput(
                "the checkpoint of chebcb has other arms or coefficients than the scenario", help: nil)
        }
        self.state = state
    }
}
