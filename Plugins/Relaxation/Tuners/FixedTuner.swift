import Ansatz

/// Always proposes the same value: the baseline of every other tuner.
struct FixedTuner: Tuner {
    struct Options: ComponentOptions {
        var value = 1.0

        static let keys: [Key<Self>] = [
            Key("value", \.value, unit: "1", isRequired: true, help: "the value to propose every time")
        ]
    }

    static let info = ComponentInfo("fixed", "Proposes one value every time")

    var options = Options()

    func proposalRange(in space: TuningSpace) -> ClosedRange<Double> { options.value...options.value }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) -> Double { options.value }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {}
}
