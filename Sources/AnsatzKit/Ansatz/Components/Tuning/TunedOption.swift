/// An option whose value a tuner chooses while the component works: `{ tune: <tuner>, cost: <cost> }` in a scenario.
public struct TunedOption: Sendable {
    public var name: String
    public var tuner: ComponentChoice<any Tuner>
    public var cost: TuningCost
    /// What the option lets tuners choose among, given the other options.
    public var space: TuningSpace

    public init(name: String, tuner: ComponentChoice<any Tuner>, cost: TuningCost, space: TuningSpace) {
        self.name = name
        self.tuner = tuner
        self.cost = cost
        self.space = space
    }

    var resolved: JSONValue { ["tune": tuner.resolved, "cost": cost.resolved] }
}
