/// An equation du/dt = F(t, u) for a state u, discretized in space.
public protocol EvolutionProblem: AnyObject {
    /// u at the first time.
    func initialState() throws -> Tensor<Double>

    /// F(t, u).
    func rate(of state: Tensor<Double>, at time: Double, into rate: inout Tensor<Double>) throws

    /// How far a step from `old` at `time` to `new` is from fulfilling `scheme`, relative to the data of the step; in
    /// arithmetic of the problem's own, never the method's. NaN where `new` is not finite; `nil` where this problem has
    /// no check for the scheme.
    func defect(
        of new: Tensor<Double>, from old: Tensor<Double>, time: Double, step: Double, scheme: StepScheme
    ) throws -> Double?
}

/// An evolution equation du/dt = L(t) u + g(t) that is linear in the state.
public protocol LinearEvolution: EvolutionProblem {
    /// The linear system of an implicit step by the θ-scheme,
    ///
    ///     (I − θ Δt L) u' = (I + (1 − θ) Δt L) u + Δt g,    L and g taken at t + Δt/2.
    ///
    /// The system is valid until the next call.
    func implicitStep(
        from state: Tensor<Double>, time: Double, step: Double, theta: Double
    ) throws -> any LinearSystem
}

/// The relation between the states before and after a step.
public enum StepScheme: Hashable, Sendable {
    /// The one-step θ-scheme with coefficients at the middle of the step; 1/2 is Crank-Nicolson.
    case theta(Double)
    /// Anything else, of the given order.
    case explicit(order: Int)
}

/// How far a step is from what it should fulfil.
public struct StepDefect: Hashable, Sendable {
    /// Relative to the step's data; NaN for a state that is not finite.
    public var value: Double
    /// The number of the step, counted from 1.
    public var step: Int

    public init(value: Double, step: Int) {
        self.value = value
        self.step = step
    }
}
