import Ansatz

/// Declares that it stays between 1 and 1.5, and proposes something else.
struct OverreachingTuner: Tuner {
    struct Options: ComponentOptions {
        var value = 2.5
        var isNaN = false

        static let keys: [Key<Self>] = [
            Key("value", \.value, help: "what to propose"),
            Key("nan", \.isNaN, help: "proposes what is no number"),
        ]
    }

    static let info = ComponentInfo("overreaching", "Proposes values outside of its declared range")

    var options = Options()

    func proposalRange(in space: TuningSpace) -> ClosedRange<Double> { 1...1.5 }

    mutating func propose(_ context: TuningContext, random: inout RandomStream) -> Double {
        options.isNaN ? .nan : options.value
    }

    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext) {}
}
