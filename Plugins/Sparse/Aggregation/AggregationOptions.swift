import Ansatz

/// The options of smoothed aggregation, as solver and as preconditioner.
protocol AggregationOptions: ComponentOptions {
    var aggregation: AggregationChoice { get set }
}

/// How smoothed aggregation sets up its levels, and how it cycles.
struct AggregationChoice: Hashable, Sendable {
    enum Cycle: String, OptionChoice {
        case v
        case w
    }

    var strength = 0.08
    var block = 1
    var cycle = Cycle.v
    var sweeps = 1
    var improvement = 4
    var coarsest = 100
    var levels = 20
}

extension AggregationOptions {
    static var aggregationKeys: [Key<Self>] {
        [
            Key(
                "strength", \.aggregation.strength, unit: "1",
                range: OptionRange(
                    lower: 0, upper: 1, includesLower: true, includesUpper: false),
                help:
                    "theta: a_ij^2 <= theta^2 a_ii a_jj is weak, half theta each level on; 0 to 0.2, more for anisotropy"
            ),
            Key(
                "block", \.aggregation.block, range: OptionRange.closed(1, 16),
                help: "unknowns of a node, which follow one another: 2 or 3 for the displacements of elasticity"),
            Key("cycle", \.aggregation.cycle, help: "v, or w, which costs more and converges in fewer"),
            Key(
                "sweeps", \.aggregation.sweeps, range: OptionRange.closed(1, 20),
                help: "symmetric Gauss-Seidel sweeps before and after each coarse correction"),
            Key(
                "improvement", \.aggregation.improvement, range: OptionRange.closed(0, 100),
                help: "sweeps that fit the constant to the matrix before it is cut into aggregates"),
            Key(
                "coarsest", \.aggregation.coarsest, range: OptionRange.closed(1, 1000),
                help: "unknowns below which a level is solved directly"),
            Key("levels", \.aggregation.levels, range: OptionRange.closed(1, 50), help: "levels at most"),
        ]
    }
}
