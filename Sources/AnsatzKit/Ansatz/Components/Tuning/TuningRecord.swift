/// What tuners were told and what they chose, for the record of a run's steps: one number in each column a step.
///
/// The columns are fixed when the record is made, after the first step: before it nobody knows what tuners are told.
public final class TuningRecord {
    /// What a number stands for.
    public struct Column: Hashable, Sendable {
        /// `context_<variable>` for what tuners were told, else the tuned option, with its solver's name where several
        /// are called alike; each once.
        public var name: String
        /// Among what the option chooses, where it is a choice among things.
        public var meanings: [String]
    }

    public let columns: [Column]
    private let solvers: [BoundSolver]
    /// Whose context is recorded: the last one that was told something.
    private let informed: BoundSolver?
    private let contextCount: Int

    /// - Parameter solvers: those with tuners.
    init(_ solvers: [BoundSolver]) {
        self.solvers = solvers
        informed = solvers.last { !$0.lastContext.isEmpty }
        let context = informed?.lastContext ?? []
        contextCount = context.count
        let options = solvers.flatMap { solver in solver.tunedOptions.map { (solver: solver.name, option: $0) } }
        let names =
            context.map { "context_\($0.name)" }
            + options.map { solver, option in
                options.count { $0.option.name == option.name } == 1 ? option.name : "\(solver)_\(option.name)"
            }
        let meanings = context.map { _ in [] } + options.map { Self.distinct($0.option.categories) }
        columns = zip(Self.distinct(names), meanings).map(Column.init)
    }

    /// The names with numbers behind those that were there before.
    private static func distinct(_ names: [String]) -> [String] {
        var distinct: [String] = []
        for base in names {
            var name = base
            var number = 1
            while distinct.contains(name) {
                number += 1
                name = "\(base)_\(number)"
            }
            distinct.append(name)
        }
        return distinct
    }

    /// Gives what came since the last call, column by column; NaN for an option whose solver was not called.
    public func take(_ body: (_ column: Int, _ value: Double) -> Void) {
        let context = informed?.lastContext ?? []
        for column in 0..<contextCount { body(column, column < context.count ? context[column].value : .nan) }
        var column = contextCount
        for solver in solvers {
            solver.takeProposals { value in
                body(column, value)
                column += 1
            }
        }
    }
}
