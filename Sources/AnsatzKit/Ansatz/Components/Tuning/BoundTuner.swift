import Foundation

/// A tuner with the option it tunes, what it makes small, and its random stream.
struct BoundTuner {
    let option: String
    let cost: TuningCost
    private let space: TuningSpace
    private let range: OptionRange?
    /// Whose option it is, in words.
    private let owner: String
    /// Sets the option.
    private let set: (Double) throws -> Void
    private var tuner: any Tuner
    /// Whether it tries values first. Kept, since asking costs as much as some proposals.
    private let isProbing: Bool
    private var random: RandomStream

    init(
        _ tuned: TunedOption, range: OptionRange?, owner: String, set: @escaping (Double) throws -> Void,
        tuner: any Tuner, random: RandomStream
    ) throws {
        option = tuned.name
        cost = tuned.cost
        space = tuned.space
        self.range = range
        self.owner = owner
        self.set = set
        self.tuner = tuner
        isProbing = tuner is any ProbingTuner
        self.random = random
        try self.tuner.begin(tuned.space)
    }

    var categories: [String] { if case .categories(let names) = space.kind { names } else { [] } }

    /// Sets the option to the tuner's proposal, once it is known that the option allows it.
    ///
    /// - Parameter trial: solves the instance with the option as it is set then, and gives the cost.
    mutating func propose(_ context: TuningContext, trial: () throws -> Double) throws -> Double {
        let proposal: Double
        if isProbing, var probing = tuner as? any ProbingTuner {
            proposal = try probing.propose(context) { value in
                _ = try apply(value)
                return try trial()
            }
            tuner = probing
        } else {
            proposal = try tuner.propose(context, random: &random)
        }
        return try apply(proposal)
    }

    /// Sets the option to a value, rounded where it must be whole, and returns that.
    private func apply(_ proposal: Double) throws -> Double {
        let value = space.kind == .interval ? proposal : proposal.rounded()
        guard value.isFinite, range?.contains(value) ?? true else {
            throw ComputationError.unsuitable(
                "tuner '\(type(of: tuner).info.name)' proposed \(proposal) for '\(option)' of \(owner), "
                    + "which must be \(range?.description ?? "a number")",
                help: "this is a fault of the tuner: use another one, or give '\(option)' a number")
        }
        try set(value)
        return value
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {
        tuner.observe(cost: cost, of: proposal, context)
    }

    struct State: Codable {
        var learned: Data?
        var random: RandomStream
    }

    func state() throws -> State { State(learned: try (tuner as? any Resumable)?.encodedState(), random: random) }

    mutating func restore(_ state: State) throws {
        random = state.random
        guard let learned = state.learned, var resumable = tuner as? any Resumable else { return }
        try resumable.restore(encoded: learned)
        if let restored = resumable as? any Tuner { tuner = restored }
    }
}
