import Ansatz

/// Explores, then mostly repeats what was cheapest (ε-greedy): tries every value of a grid once; after that, proposes the
/// value whose mean cost is least, and with probability ε any value.
///
/// Suits costs that don't drift: a value that was bad early is seldom tried again.
///
/// Good values: 10 values for a relaxation factor, ε = 0.1.
struct PluginName: Tuner, Resumable {
    struct Options: ComponentOptions {
        var values = 10
        var exploration = 0.1

        static let keys: [Key<Self>] = [
            Key("values", \.values, range: .closed(2, 1000), help: "number of values to choose among"),
            Key("exploration", \.exploration, unit: "1", range: .closed(0, 1), help: "probability of any value"),
        ]
    }

    /// What it learned of each value.
    struct State: Codable, Sendable {
        var counts: [Int] = []
        var costs: [Double] = []
        var last = 0
    }

    static let info = ComponentInfo("plugin_name", "Epsilon-greedy choice among the values of a grid")

    var options = Options()
    private var state = State()
    private var range = 0.0...1.0

    mutating func begin(_ space: TuningSpace) {
        range = space.range
        state.counts = Array(repeating: 0, count: options.values)
        state.costs = Array(repeating: 0, count: options.values)
    }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) -> Double {
        if let untried = state.counts.firstIndex(of: 0) {
            state.last = untried
        } else if random.uniform() < options.exploration {
            state.last = random.integer(below: options.values)
        } else {
            let means = zip(state.costs, state.counts).map { $0 / Double($1) }
            state.last = means.indices.min { means[$0] < means[$1] } ?? 0
        }
        let fraction = Double(state.last) / Double(options.values - 1)
        return min(range.lowerBound + (range.upperBound - range.lowerBound) * fraction, range.upperBound)
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {
        state.counts[state.last] += 1
        state.costs[state.last] += cost
    }

    func snapshot() -> State { state }

    mutating func restore(_ state: State) throws {
        guard state.counts.count == options.values else {
            throw ComputationError.badInput("the checkpoint of plugin_name has another number of values", help: nil)
        }
        self.state = state
    }
}

let plugin = Plugin("plugin_name", version: "0.1.0") { PluginName.self }
