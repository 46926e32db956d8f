import Ansatz

/// Starts another solver from what a trained model says, and tells whether that paid.
///
/// For a symmetric positive definite matrix the guess x₀ is stretched to α x₀, α = x₀ᵀb / x₀ᵀA x₀, where the energy
/// ½ xᵀA x − xᵀb is least along it: it is then never farther from the solution in the energy norm than zero is. The
/// start that was given is kept where its energy is lower. For other matrices the residuals decide, and nothing is stretched.
///
/// Then `rival` solves the same system from the given start, for comparison; its answer is not used. Solves of less than
/// 100 ms are done twice, and the shorter time counts. Counts: `guess_used`,
/// `rival_iterations`, and `paid`, 1 where the guess and the solver took less time than the rival. Figures:
/// `guess_residual` (of the stretched guess, relative), `guess_error` (its distance from the answer in the energy norm,
/// relative to the given start's; not for other matrices), `guess_seconds` (the model's, made ready before),
/// `solver_seconds`, `rival_seconds`, `rival_work`. The network's operations are not counted in `total_work`.
struct GuessingSolver: Solver {
    struct Options: ComponentOptions {
        var model = ModelReference.unset
        var solver = ComponentChoice<any Solver>.standard(["cg": ["preconditioner": "multigrid"]])
        var rival = ComponentChoice<any Solver>.standard(["cg": ["preconditioner": "multigrid"]])

        static let keys: [Key<Self>] = [
            Key("model", \.model, isRequired: true, help: "a stage that trains one, or { file: model.h5 }"),
            Key("solver", \.solver, help: "goes on from the guess"),
            Key("rival", \.rival, help: "solves the system too, without the guess, for comparison"),
        ]
    }

    static let countNames = [
        "guess_used", "rival_iterations", "paid", "guess_residual", "guess_error", "guess_seconds", "solver_seconds",
        "rival_seconds", "rival_work",
    ]
    static let info = ComponentInfo("guess", "Another solver, started from a trained model's prediction")

    var options = Options()
    private var solver: BoundSolver?
    private var rival: BoundSolver?
    private var inverse: LearnedInverse?

    mutating func prepare(_ run: RunContext) throws {
        solver = try run.bind(options.solver)
        rival = try run.bind(options.rival)
    }

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        guard let solver, let rival else { throw ComputationError.unsuitable("guess was not prepared", help: nil) }
        let inverse = try inverse ?? LearnedInverse(options.model.open(run))
        self.inverse = inverse
        try inverse.begin(system, run)
        let given = solution
        let clock = ContinuousClock()
        var guess = Guess(start: given)
        let guessing = try clock.measure { guess = try Guess(system, inverse, given: given) }
        if guess.isUsed {
            solution = guess.start
        } else {
            run.log("guess: the model's prediction is worse than the start without it, and was not used")
        }
        var (report, solving) = try Self.solve(system, with: solver, into: &solution)
        var other = given
        let (rivalReport, rivalling) = try Self.solve(system, with: rival, into: &other)
        report.work = (report.work ?? 0) + guess.work
        report.counts["guess_used"] = guess.isUsed ? 1 : 0
        report.counts["rival_iterations"] = rivalReport.iterations
        report.counts["paid"] = guess.isUsed && guessing + solving < rivalling ? 1 : 0
        report.figures["guess_residual"] = guess.residual
        let error = guess.error(of: solution, given: given, system)
        if error.isFinite { report.figures["guess_error"] = error }
        report.figures["guess_seconds"] = guessing / .seconds(1)
        report.figures["solver_seconds"] = solving / .seconds(1)
        report.figures["rival_seconds"] = rivalling / .seconds(1)
        report.figures["rival_work"] = rivalReport.work ?? 0
        run.log(
            "guess: \(report.iterations) iterations and \(guessing + solving), of which the model's \(guessing), against "
                + "\(rivalReport.iterations) and \(rivalling) of '\(rival.name)'"
                + (report.counts["paid"] == 1 ? "" : ": it did not pay"))
        return report
    }

    /// Solves, and measures how long that takes; again where it takes so little time that the first use of memory counts.
    private static func solve(
        _ system: any LinearSystem, with solver: BoundSolver, into solution: inout Tensor<Double>
    ) throws -> (SolveReport, Duration) {
        let start = solution
        let clock = ContinuousClock()
        let begin = clock.now
        let report = try solver.solve(system, into: &solution)
        let first = begin.duration(to: clock.now)
        guard first < .milliseconds(100) else { return (report, first) }
        var again = start
        let second = clock.now
        _ = try solver.solve(system, into: &again)
        return (report, min(first, second.duration(to: clock.now)))
    }
}
