/// What a tuner tries to make small.
public enum TuningCost: String, OptionChoice {
    /// The solver's count of iterations.
    case iterations
    /// Counted floating-point operations; comparable between solvers. See ``SolveReport/work``.
    case work
    /// Wall-clock time, told in microseconds: what users feel, but never twice the same. A run with it can't be repeated
    /// bit by bit.
    case seconds
}
