import Ansatz

/// A tuner that plays many rounds against costs that a solver could have, ordinary and extreme.
struct TunerExercise: Exercise {
    private var tuner: any Tuner
    private var random: RandomStream
    private let run: RunContext
    private let system: ModelSystem
    let range: ClosedRange<Double>
    let calls = 240

    init(_ component: ConfiguredComponent, _ run: RunContext, saved: SavedWork?) throws {
        guard var tuner = try component.make() as? any Tuner else { throw ContractViolation("it is no tuner") }
        try tuner.prepare(run)
        let space = TuningSpace(1...1.9, scale: .logarithmicBelow(2))
        range = tuner.proposalRange(in: space)
        try tuner.begin(space)
        self.tuner = try restored(tuner, from: saved)
        random = saved?.random ?? run.random("tune")
        system = .easy(8, 8)
        self.run = run
    }

    mutating func call(_ index: Int) throws -> Outcome {
        try run.checkCancellation()
        system.context[0].value = 0.5 + 0.4 * Double(index % 17) / 17
        let context = TuningContext(system)
        let value: Double
        if var probing = tuner as? any ProbingTuner {
            value = try probing.propose(context) { cost(of: $0, index) }
            tuner = probing
        } else {
            value = try tuner.propose(context, random: &random)
        }
        tuner.observe(cost: cost(of: value, index), of: value, context)
        return Outcome(
            numbers: [("proposal \(index + 1)", value)],
            checks: [
                .init(
                    "outside", "distance of proposal \(index + 1) from \(range.lowerBound)...\(range.upperBound)",
                    value: max(range.lowerBound - value, value - range.upperBound, 0) + (value - value), limit: 0)
            ])
    }

    /// Iterations: smallest inside the range; then always the same; then extremes.
    private func cost(of value: Double, _ index: Int) -> Double {
        switch index {
        case ..<120:
            let width = max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
            let place = (value - range.lowerBound) / width
            return (10 + 90 * (place - 0.7) * (place - 0.7)).rounded()
        case ..<160: return 1
        case ..<200: return 0
        default: return index.isMultiple(of: 3) ? 1e15 : 1
        }
    }

    func saved() throws -> SavedWork {
        SavedWork(own: try ownState(of: tuner), bound: try run.snapshots(), random: random)
    }
}
