import Ansatz

/// Leaves each solve to one of several solvers; a tuner may choose which.
///
/// With `pick: { tune: ..., cost: work }` a bandit finds out which solver is cheapest for which instance. Iterations of
/// different solvers are not comparable: let the tuner count work. The answer does not depend on the choice beyond the
/// solvers' tolerances, and is judged as any other.
///
/// Iterations, work and residual are those of the solver that was picked.
struct SolverChoice: Solver {
    struct Options: ComponentOptions {
        var among: [ComponentChoice<any Solver>] = []
        var pick = 0

        static let keys: [Key<Self>] = [
            Key("among", \.among, isRequired: true, help: "the solvers to choose among"),
            Key(
                tunable: "pick", \.pick, help: "index from 0 of the solver to use; usually left to a tuner",
                categories: { $0.among.map(\.name) }),
        ]

        func conflicts() -> [OptionConflict] {
            if among.isEmpty { return [OptionConflict("among", "'among' must name at least one solver")] }
            guard !among.indices.contains(pick) else { return [] }
            return [
                OptionConflict(
                    "pick", "'pick' must be from 0 to \(among.count - 1), the index of a solver under 'among'")
            ]
        }
    }

    static let info = ComponentInfo("choice", "One of several solvers, chosen anew for each solve")

    var options = Options()
    private var solvers: [BoundSolver] = []

    mutating func prepare(_ run: RunContext) throws { solvers = try options.among.map { try run.bind($0) } }

    mutating func solve(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext
    ) throws -> SolveReport {
        guard solvers.indices.contains(options.pick) else {
            throw ComputationError.unsuitable("choice was not prepared, or picks none of its solvers", help: nil)
        }
        return try solvers[options.pick].solve(system, into: &solution)
    }
}
