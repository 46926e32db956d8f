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

/// Solves a statement in place.
public typealias SolverCall = (any LinearSystem, inout Tensor<Double>, RunContext) throws -> SolveReport

/// Where a cell keeps its solver.
public final class SolverBox<S: Solver> {
    @usableFromInline var solver: S

    init(_ solver: S) { self.solver = solver }

    /// The call that a step loop makes.
    ///
    /// Inlined into the plugin, where the solver's type is known: compiled here, for any type, it would ask the runtime
    /// for types in every step. The cast is dear too, and a march asks with one object, so the last one is kept.
    @inlinable
    public func makeCall() -> SolverCall {
        var known: ObjectIdentifier?
        var typed: S.Statement?
        return { statement, solution, run in
            if let typed, known == ObjectIdentifier(statement) {
                return try self.solver.solve(typed, into: &solution, run)
            }
            guard let cast = statement as? S.Statement else {
                throw ComputationError.unsuitable(
                    "solver '\(S.info.name)' takes \(S.takes), which this problem does not offer", help: nil)
            }
            // Holding the statement keeps its identity from being given to another object.
            typed = cast
            known = ObjectIdentifier(statement)
            return try self.solver.solve(cast, into: &solution, run)
        }
    }
}

final class TypedSolverCell<S: Solver>: SolverCell {
    private let box: SolverBox<S>
    private let call: SolverCall
    private let setters: [String: @Sendable (inout S.Options, Double) -> Void]

    init(_ solver: S, makeCall: (SolverBox<S>) -> SolverCall) {
        box = SolverBox(solver)
        call = makeCall(box)
        setters = Dictionary(
            S.Options.keys.compactMap { key in key.tune.map { (key.description.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    func prepare(_ run: RunContext) throws { try box.solver.prepare(run) }

    func solve(_ statement: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext) throws
        -> SolveReport
    { try call(statement, &solution, run) }

    func tune(_ name: String, to value: Double) { setters[name]?(&box.solver.options, value) }

    func encodedState() throws -> Data? { try (box.solver as? any Resumable)?.encodedState() }

    func restore(encoded data: Data) throws {
        guard var resumable = box.solver as? any Resumable else { return }
        try resumable.restore(encoded: data)
        if let restored = resumable as? S { box.solver = restored }
    }
}
