/// Chooses the value of an option again and again, and learns from what each choice cost.
///
/// If you write one: `propose` may draw from the stream it is given and from nothing else, so that a resumed run draws
/// the same. Conform to ``Resumable`` when you learn. Both calls stand in step loops that take microseconds.
public protocol Tuner: Component {
    /// The smallest and largest value that will ever be proposed; checked against the tuned option's range. The space's
    /// range unless you say otherwise.
    func proposalRange(in space: TuningSpace) -> ClosedRange<Double>

    /// Called once, after `prepare` and before everything else: what there is to choose among. Does nothing unless you
    /// say otherwise.
    mutating func begin(_ space: TuningSpace) throws

    /// The next value to try. One that the tuned option does not allow fails the run.
    ///
    /// - Parameters:
    ///   - context: what is known before the solve; see ``LinearSystem/context``.
    ///   - random: this tuner's own stream.
    /// - Throws: ``ComputationError`` where nothing can be proposed, for example for want of a context.
    mutating func propose(_ context: TuningContext, random: inout RandomStream) throws -> Double

    /// Learns what `proposal` cost: the iterations of the solve that used it, or what else the scenario names as `cost`.
    mutating func observe(cost: Double, of proposal: Double, _ context: TuningContext)
}

extension Tuner {
    public func proposalRange(in space: TuningSpace) -> ClosedRange<Double> { space.range }

    public mutating func begin(_ space: TuningSpace) throws {}
}

/// A tuner that tries values on the very instance before it proposes one. That costs more than it saves: it shows how
/// good the others could be.
public protocol ProbingTuner: Tuner {
    /// The value to use.
    ///
    /// - Parameters:
    ///   - cost: solves the instance from its start with the given value, and gives the cost; infinite where the solver
    ///     fails. What it does is not counted in the totals of the run.
    mutating func propose(_ context: TuningContext, cost: (Double) throws -> Double) throws -> Double
}

extension ProbingTuner {
    public mutating func propose(_ context: TuningContext, random: inout RandomStream) throws -> Double {
        throw ComputationError.unsuitable(
            "tuner '\(Self.info.name)' can choose only where instances can be tried", help: "use another tuner")
    }
}
