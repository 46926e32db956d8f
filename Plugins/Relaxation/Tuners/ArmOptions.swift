import Ansatz

/// Options of tuners that choose among equally spaced values: `arms`, `lower` and `upper`.
protocol ArmOptions: ComponentOptions {
    var arms: Int { get set }
    var lower: Double? { get set }
    var upper: Double? { get set }
}

extension ArmOptions {
    static var armKeys: [Key<Self>] {
        [
            Key("arms", \.arms, range: .closed(1, 10_000), help: "number of values to choose among"),
            Key("lower", \.lower, unit: "1", help: "smallest value; what the tuned option suggests unless given"),
            Key("upper", \.upper, unit: "1", help: "largest value; what the tuned option suggests unless given"),
        ]
    }

    func armConflicts() -> [OptionConflict] {
        guard let lower, let upper, lower > upper else { return [] }
        return [OptionConflict("upper", "'upper' (\(upper)) is below 'lower' (\(lower))")]
    }

    func grid(in space: TuningSpace) -> ProposalGrid {
        ProposalGrid(space, lower: lower, upper: upper, count: arms)
    }
}
