/// A number that a problem lets tuners know before a solve, such as the diffusivity at the start of a step.
public struct ContextVariable: Hashable, Sendable {
    /// In `snake_case`; the result file holds its series as `step_context_<name>`.
    public var name: String
    public var value: Double
    /// The values it can take, where the problem declares them. Some tuners need it to place bins and polynomials.
    public var range: ClosedRange<Double>?

    public init(_ name: String, _ value: Double, in range: ClosedRange<Double>? = nil) {
        self.name = name
        self.value = value
        self.range = range
    }
}
