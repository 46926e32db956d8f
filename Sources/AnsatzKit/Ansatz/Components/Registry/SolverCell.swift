import Foundation

/// A solver whose type is known only in here, so that a call from a step loop costs one virtual call.
protocol SolverCell: AnyObject {
    func prepare(_ run: RunContext) throws
    func solve(_ statement: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext) throws
        -> SolveReport
    /// Sets a tunable option.
    func tune(_ name: String, to value: Double)
    func encodedState() throws -> Data?
    func restore(encoded data: Data) throws
}

final class TypedSolverCell<S: Solver>: SolverCell {
    private var solver: S
    /// The statement of the last call and what it was cast to: the cast is dear, and a march asks with one object.
    private var known: (object: any LinearSystem, statement: S.Statement)?
    private let setters: [String: @Sendable (inout S.Options, Double) -> Void]

    init(solver: S) {
        self.solver = solver
        setters = Dictionary(
            S.Options.keys.compactMap { key in key.tune.map { (key.description.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    func prepare(_ run: RunContext) throws { try solver.prepare(run) }

    func solve(_ statement: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext) throws
        -> SolveReport
    {
        if let known, known.object === statement { return try solver.solve(known.statement, into: &solution, run) }
        guard let typed = statement as? S.Statement else {
            throw ComputationError.unsuitable(
                "solver '\(S.info.name)' takes \(S.takes), which this problem does not offer", help: nil)
        }
        known = (statement, typed)
        return try solver.solve(typed, into: &solution, run)
    }

    func tune(_ name: String, to value: Double) { setters[name]?(&solver.options, value) }

    func encodedState() throws -> Data? { try (solver as? any Resumable)?.encodedState() }

    func restore(encoded data: Data) throws {
        guard var resumable = solver as? any Resumable else { return }
        try resumable.restore(encoded: data)
        if let restored = resumable as? S { solver = restored }
    }
}
