import Ansatz
import Glibc

/// One smooth model of log-cost over the tuned option and the context, shared by all values of the option.
///
/// With u the option along its own scale (log(2 − ω) for a relaxation factor) and s the context on a learned map
/// (``ContextCoordinates``), the cost c is modelled as
///
///     log c = Σ θₖⱼ Tₖ(u) ψⱼ(s) + noise,    θ normal, noise of variance s² + δ²/(12 c²)
///
/// (``CostSurface``, ``CostNoise``). Each proposal is Thompson's: one function of u is drawn from what the model
/// believes at the present context, and its minimum is proposed. Where the model is unsure, draws differ and the option
/// is explored; where it is sure, they agree. Beliefs fade towards ignorance over `memory` rounds, so that costs may
/// drift. When contexts come that the map has no room for, or the map no longer suits them, map and model are made anew
/// from up to 256 remembered observations.
///
/// For options that are choices among things, each has a model of its own over the context. Takes up to five context
/// variables, or none, and needs no range of theirs.
struct SurfaceTuner: Tuner, Resumable {
    struct Options: ComponentOptions {
        var exploration = 0.7
        var memory = 200_000.0

        static let keys: [Key<Self>] = [
            Key(
                "exploration", \.exploration, unit: "1", range: .nonNegative,
                help: "standard deviation of the draws, in the model's own; 0.5 to 1"),
            Key(
                "memory", \.memory, unit: "1", range: .atLeast(100),
                help: "rounds over which beliefs fade; smaller where costs drift"),
        ]
    }

    /// What it learned.
    struct State: Codable, Sendable {
        var round = 0
        var offset = 0.0
        var smallestCost = Double.infinity
        var noise = CostNoise()
        var record = ObservationRecord()
        var coordinates: ContextCoordinates?
        var nextFit = 2
        /// θ and P of each model.
        var weights: [[Double]] = []
        var covariances: [[Double]] = []
    }

    static let info = ComponentInfo(
        "surface", "Thompson sampling on one smooth model of cost over the option and the context",
        references: [
            Reference(
                .article, ["W. R. Thompson"],
                "On the likelihood that one unknown probability exceeds another in view of the evidence of two samples",
                in: "Biometrika", volume: "25", pages: "285–294", year: 1933),
            Reference(
                .inproceedings, ["S. Agrawal", "N. Goyal"],
                "Thompson sampling for contextual bandits with linear payoffs",
                in: "ICML", year: 2013, arXiv: "1209.3352"),
        ])

    var options = Options()
    private var space = TuningSpace(0...1)
    private var line: ProposalLine?
    /// One, or one a category.
    private var models: [CostSurface] = []
    /// All but the models' parts, which they hold themselves.
    private var state = State()
    // Work space: s, ψ(s), Chebyshev polynomials of s, coefficients of a drawn function of u.
    private var s: [Double] = []
    private var ψ: [Double] = []
    private var table: [Double] = []
    private var coefficients: [Double] = []

    private var isCategorical: Bool { if case .categories = space.kind { true } else { false } }

    mutating func begin(_ space: TuningSpace) throws { self.space = space }

    /// Makes models and work space for so many context variables.
    private mutating func begin(contextCount: Int) throws {
        guard contextCount <= Self.mostContexts else {
            throw ComputationError.unsuitable(
                "tuner 'surface' takes at most \(Self.mostContexts) context variables, the problem has \(contextCount)",
                help: "use tsallis_inf, which ignores the context")
        }
        let basis = TensorPolynomials(contextCount: contextCount, hasParameter: !isCategorical)
        line = isCategorical ? nil : try ProposalLine(space, degree: basis.parameterDegree, tuner: Self.info.name)
        models = Array(repeating: CostSurface(basis), count: isCategorical ? space.count ?? 1 : 1)
        s = Array(repeating: 0, count: contextCount)
        ψ = Array(repeating: 0, count: basis.width)
        table = Array(repeating: 0, count: contextCount * (basis.degree + 1))
        coefficients = Array(repeating: 0, count: basis.parameterDegree + 1)
        if state.coordinates == nil { state.coordinates = ContextCoordinates(count: contextCount) }
    }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) throws -> Double {
        let variables = context.variables
        if models.isEmpty { try begin(contextCount: variables.count) }
        guard variables.count == s.count, variables.allSatisfy(\.value.isFinite) else {
            throw ComputationError.badInput(
                "tuner 'surface' was told \(variables.map { "\($0.name) = \($0.value)" }), not \(s.count) finite numbers",
                help: "this is a fault of the problem: use tsallis_inf, which ignores the context")
        }
        place { variables[$0].value }
        guard line != nil else {
            var best = (index: 0, cost: Double.infinity)
            for index in models.indices {
                models[index].draw(ψ, exploration: options.exploration, random: &random, into: &coefficients)
                if coefficients[0] < best.cost { best = (index, coefficients[0]) }
            }
            return Double(best.index)
        }
        models[0].draw(ψ, exploration: options.exploration, random: &random, into: &coefficients)
        return line?.value(ofSmallest: coefficients) ?? space.range.lowerBound
    }

    /// Sets s and ψ(s).
    private mutating func place(_ value: (Int) -> Double) {
        guard let coordinates = state.coordinates else { return }
        for index in s.indices { s[index] = coordinates.coordinate(value(index), of: index) }
        models[0].basis.evaluateContext(s, table: &table, into: &ψ)
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {
        let variables = context.variables
        guard cost.isFinite, cost >= 0, !models.isEmpty, variables.count == s.count else { return }
        if cost > 0 { state.smallestCost = min(state.smallestCost, cost) }
        // A solve that cost nothing has no logarithm; it was cheaper than any that cost something.
        let cost = cost > 0 ? cost : state.smallestCost.isFinite ? state.smallestCost / 2 : 1
        if state.round == 0 { state.offset = log(cost) }
        state.round += 1
        state.noise.see(cost)
        let isRecorded = state.record.add(
            .init(context: variables.map(\.value), proposal: proposal, cost: cost))
        if fitCoordinates(variables), isRecorded { return }
        place { variables[$0].value }
        learn(cost, of: proposal, estimatesNoise: true)
        if state.round.isMultiple(of: Self.forgettingInterval) {
            let a = exp(-Double(Self.forgettingInterval) / options.memory)
            for index in models.indices { models[index].forget(a) }
        }
    }

    /// One observation at the place that ``place(_:)`` set.
    private mutating func learn(_ cost: Double, of proposal: Double, estimatesNoise: Bool) {
        let model = isCategorical ? Int(min(max(proposal, 0), Double(models.count - 1))) : 0
        let (mean, variance) = models[model].predict(line?.place(of: proposal) ?? 0, ψ)
        let residual = log(cost) - state.offset - mean
        if estimatesNoise { state.noise.learn(residual: residual, variance: variance, cost: cost) }
        var noise = state.noise.variance(at: cost)
        // As Huber: what lies far outside belief and noise counts as noisier, so that one solve that went wrong moves
        // the model no more than a surprise of two deviations.
        let limit = 2 * (variance + noise).squareRoot()
        if abs(residual) > limit { noise *= abs(residual) / limit }
        models[model].absorb(residual: residual, variance: variance, noise: noise)
    }

    /// Looks whether the map of contexts is good enough: in rounds 2, 4, 8, ..., and whenever a context lies outside.
    /// Where it is not, makes map and models anew from the record; returns whether it did.
    private mutating func fitCoordinates(_ variables: [ContextVariable]) -> Bool {
        guard let old = state.coordinates, state.round > 1, !variables.isEmpty else { return false }
        let isDue = state.round >= state.nextFit
        let isOutside = variables.indices.contains { !old.covers(variables[$0].value, of: $0) }
        guard isDue || isOutside else { return false }
        if isDue { state.nextFit *= 2 }
        var new = old
        let observations = state.record.observations
        for index in variables.indices {
            new.fit(observations.map { $0.context[index] } + [variables[index].value], of: index)
        }
        guard isOutside || old.differs(from: new) else { return false }
        state.coordinates = new
        for index in models.indices { models[index].reset() }
        for observation in observations {
            place { observation.context[$0] }
            learn(observation.cost, of: observation.proposal, estimatesNoise: false)
        }
        return true
    }

    func snapshot() -> State {
        var state = state
        state.weights = models.map(\.weights)
        state.covariances = models.map(\.covariance)
        return state
    }

    mutating func restore(_ state: State) throws {
        self.state = state
        self.state.weights = []
        self.state.covariances = []
        guard let coordinates = state.coordinates, !state.weights.isEmpty else { return }
        try begin(contextCount: coordinates.count)
        guard state.weights.count == models.count, state.covariances.count == models.count,
            models.indices.allSatisfy({
                models[$0].restore(weights: state.weights[$0], covariance: state.covariances[$0])
            })
        else {
            throw ComputationError.badInput(
                "the checkpoint of surface is of another option or another problem", help: nil)
        }
    }

    private static let mostContexts = 5
    /// Fading is too slow to be worth the work of every round.
    private static let forgettingInterval = 16
}
