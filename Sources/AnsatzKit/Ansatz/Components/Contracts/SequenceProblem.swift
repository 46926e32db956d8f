/// A problem that poses linear systems one after the other, the same ones to every method; asked with `solve`.
///
/// A tuner learns from instance to instance, so the cost of the whole sequence is what methods are compared by.
///
/// If you write one: an instance must depend on the options, the seed and its index alone, never on those asked for
/// before it, on how many there are, or on ``RunContext/stage``, which differs between methods. Draw from the stream
/// that ``system(_:_:_:)`` is given, and from nothing else. Then all methods see the same instances, a stopped run goes
/// on with the same bits, and more instances continue a finished result.
///
/// The engine has each instance's system recompute ``LinearSystem/relativeResidual(of:)`` of what the solver returned,
/// and stops at the first that ``certificate(worstResidual:)`` does not accept. It counts instances, iterations and the
/// worst residual itself.
public protocol SequenceProblem: Problem {
    /// The number of instances. Declare the option that holds it extendable.
    var instanceCount: Int { get }

    /// The system of one instance; valid until the next is asked for.
    ///
    /// - Parameters:
    ///   - index: from 0.
    ///   - random: the instance's own stream, the same for all methods of a stage: `run.sharedRandom("instance", index:)`.
    func system(_ index: Int, _ random: inout RandomStream, _ run: RunContext) throws -> any LinearSystem

    /// Where a solver starts; zeros by default.
    func start(of system: any LinearSystem, _ index: Int) throws -> Tensor<Double>

    /// An instance's solution as named fields with coordinates and units, the same for every instance but for values.
    func fields(of solution: Tensor<Double>, _ index: Int) throws -> [Field]

    /// Judges the sequence by the largest relative residual of its instances. `worstResidual.step` is the number of that
    /// instance, counted from 1.
    func certificate(worstResidual: StepDefect) throws -> Certificate
}

extension SequenceProblem {
    public func start(of system: any LinearSystem, _ index: Int) throws -> Tensor<Double> {
        Tensor(shape: system.shape)
    }
}
