/// A horizontal line with a name across a chart: a tolerance, an exact value.
public struct ChartReference: Hashable, Sendable {
    public var name: String
    public var value: Double

    public init(_ name: String, at value: Double) {
        self.name = name
        self.value = value
    }
}
