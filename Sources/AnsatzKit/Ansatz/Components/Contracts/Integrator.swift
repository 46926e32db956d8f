/// Marches a state through time, step by step.
///
/// If you write one: choose `Statement` by the type of `step`'s parameter (`any EvolutionProblem` where the right-hand
/// side is enough, `any LinearEvolution` where an implicit step is needed), and say in ``scheme`` which relation between
/// two states your steps fulfil: the problem checks that relation with its own arithmetic.
public protocol Integrator: Component {
    associatedtype Statement

    /// What this integrator takes; it follows from `Statement`.
    static var takes: StatementKind { get }

    /// The relation that each step claims to fulfil.
    var scheme: StepScheme { get }

    /// Advances `state` from `time` by `step`.
    ///
    /// - Throws: ``ComputationError`` where the step failed; `state` is then not to be used.
    mutating func advance(
        _ state: inout Tensor<Double>, of statement: Statement, time: Double, step: Double, _ run: RunContext
    ) throws -> StepReport
}

extension Integrator where Statement == any EvolutionProblem {
    public static var takes: StatementKind { .evolution }
}

extension Integrator where Statement == any LinearEvolution {
    public static var takes: StatementKind { .linearEvolution }
}

/// What an integrator says of one step.
public struct StepReport: Hashable, Sendable {
    /// Iterations of nested solvers in this step.
    public var iterations: Int
    /// Their counted floating-point operations; see ``SolveReport/work``.
    public var work: Double

    public init(iterations: Int = 0, work: Double = 0) {
        self.iterations = iterations
        self.work = work
    }

    /// What a step says that solved one system.
    public init(_ solve: SolveReport) { self.init(iterations: solve.iterations, work: solve.work ?? 0) }
}
