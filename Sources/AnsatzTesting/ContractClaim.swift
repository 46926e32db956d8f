/// What a component's contract claims. Which claims a component is held to follows from its role and its options.
public enum ContractClaim: String, Sendable, CaseIterable, CustomStringConvertible {
    /// Names are allowed and taken once; good values name components that exist.
    case registration = "registers"
    /// The resolved options, written as a scenario, decode to the same, and the defaults pass their own checks.
    case optionsRoundTrip = "options round-trip"
    /// Every option has help, and a unit where it is a physical number.
    case optionsDescribed = "options are described"
    /// Results, and what is reported of them, are finite numbers.
    case finiteResults = "results are finite"
    /// The certificate passes: computed by the suite for methods, by the problem for problems.
    case certificate = "certificate passes"
    /// A problem's certificate fails for zeros, perturbed answers and NaN.
    case refusal = "wrong answers are refused"
    /// A problem's statement agrees with itself and with what it says of itself.
    case consistency = "statement is consistent"
    /// Two runs with the same seed give the same bits.
    case sameSeed = "same seed, same bits"
    /// Runs on one and two threads give the same bits.
    case threads = "same bits on 1 and 2 threads"
    /// A run that goes on from a snapshot gives the bits of one that was never interrupted.
    case resumption = "resumes exactly"
    /// Asked to stop, it does within 100 ms.
    case cancellation = "stops within 100 ms"
    /// The error falls with the step or the grid as the declared order says.
    case order = "order of convergence"
    /// Options at the ends of their declared ranges give results or errors, never a trap.
    case rangeEnds = "no trap at the ends of ranges"
    /// A solver that reaches its limit of iterations says so.
    case iterationLimit = "limit of iterations is an error"
    /// A tuner's proposals stay within its `proposalRange`.
    case proposals = "proposals keep their range"
    /// A generator's sample or a sequence's instance depends on its index alone; an instance is the same for every
    /// method of a stage.
    case sampleOrder = "samples do not depend on their order"

    public var description: String { rawValue }
}
