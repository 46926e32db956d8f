/// What a tuner may look at before it proposes: what the problem declares, and the system that will be solved.
public struct TuningContext {
    /// In the problem's order; empty where it declares nothing.
    public var variables: [ContextVariable]
    /// The instance itself, for closed forms that need its matrix. Valid during the call only.
    public var system: any LinearSystem

    public init(_ system: any LinearSystem) {
        self.system = system
        variables = system.context
    }
}
