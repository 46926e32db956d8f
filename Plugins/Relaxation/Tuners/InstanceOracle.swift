import Ansatz

/// What the best value for each single instance would give: tries several on the instance, and proposes the cheapest.
///
/// It costs far more than it saves. It is the reference against which reports measure what the other tuners lose.
///
/// `golden_section` starts from five values, at 0, 6, 10, 15 and 19 nineteenths of the space (1, 1.3, 1.5, 1.75 and 1.95
/// for a relaxation factor), and narrows the bracket around the best of them to `evaluations` trials in all. `grid` tries
/// `arms` equally spaced values, and is exact among them. Of equally cheap values the smallest wins. A trial in which the
/// solver fails costs infinity. Choices among things are all tried.
struct InstanceOracle: ProbingTuner {
    enum Search: String, OptionChoice {
        case goldenSection = "golden_section"
        case grid
    }

    struct Options: ComponentOptions {
        var search = Search.goldenSection
        var evaluations = 12
        var arms = 20

        static let keys: [Key<Self>] = [
            Key("search", \.search, help: "how the best value is sought"),
            Key("evaluations", \.evaluations, range: .closed(5, 1000), help: "trials of a golden section"),
            Key("arms", \.arms, range: .closed(1, 10_000), help: "values on the grid"),
        ]
    }

    static let info = ComponentInfo(
        "instance_oracle", "Tries several values on each instance and takes the best: a reference, not a saving",
        references: [.learningToRelax])

    var options = Options()
    private var space = TuningSpace(0...1)
    private var values: [Double] = []

    mutating func begin(_ space: TuningSpace) {
        self.space = space
        if case .categories(let names) = space.kind {
            values = names.indices.map(Double.init)
        } else {
            values = ProposalGrid(space, count: options.arms).values
        }
    }

    private var isGrid: Bool { if case .categories = space.kind { true } else { options.search == .grid } }

    mutating func propose(_ context: TuningContext, cost: (Double) throws -> Double) throws -> Double {
        guard isGrid else {
            let isWhole = space.kind == .whole
            var search = GoldenSection(space.range)
            return try search.minimize(evaluations: options.evaluations) { try cost(isWhole ? $0.rounded() : $0) }
        }
        var best = (value: space.range.lowerBound, cost: Double.infinity)
        for value in values {
            let cost = try cost(value)
            if cost < best.cost { best = (value, cost) }
        }
        return best.value
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {}
}
