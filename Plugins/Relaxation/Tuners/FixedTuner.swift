import Ansatz

/// Always proposes the same value: the baseline of every other tuner.
public struct FixedTuner: Tuner {
    public struct Options: ComponentOptions {
        public var value = 1.0

        public init() {}

        public static let keys: [Key<Self>] = [
            Key("value", \.value, isRequired: true, help: "the value to propose every time")
        ]
    }

    public static let info = ComponentInfo("fixed", "Proposes one value every time")

    public var options: Options

    public init(_ options: Options) { self.options = options }

    public var proposalRange: ClosedRange<Double> { options.value...options.value }

    public mutating func propose(context: [Double], random: inout RandomStream) -> Double { options.value }

    public mutating func observe(cost: Double, of proposal: Double, context: [Double]) {}
}
