import Foundation

/// A solver whose type is known only in here, so that a call from a step loop costs one virtual call.
protocol SolverCell: AnyObject {
    func prepare(_ run: RunContext) throws
    func solve(_ statement: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext) throws
        -> SolveReport
    /// Sets a tunable option.
    ///
    /// - Throws: ``ComputationError/unsuitable(_:help:)`` where the value does not fit the other options.
    func setter(of name: String) -> (Double) throws -> Void
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
                    "solver '\(S.info.name)' takes \(S.takes), which this problem does not offer with these options",
                    help: "use a solver that takes any linear system, or other options of the problem")
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

    init(_ solver: S, makeCall: (SolverBox<S>) -> SolverCall) {
        box = SolverBox(solver)
        call = makeCall(box)
    }

    func prepare(_ run: RunContext) throws { try box.solver.prepare(run) }

    func solve(_ statement: any LinearSystem, into solution: inout Tensor<Double>, _ run: RunContext) throws
        -> SolveReport
    { try call(statement, &solution, run) }

    func setter(of name: String) -> (Double) throws -> Void {
        guard let key = S.Options.keys.first(where: { $0.description.name == name }), let set = key.tuning?.set else {
            return { _ in }
        }
        return { [box] value in
            set(&box.solver.options, value)
            if let conflict = box.solver.options.conflicts().first {
                throw ComputationError.unsuitable(
                    "'\(name)' of solver '\(S.info.name)' was set to \(value) by a tuner: \(conflict.message)",
                    help: conflict.help ?? "narrow what the tuner may propose")
            }
        }
    }

    func encodedState() throws -> Data? { try (box.solver as? any Resumable)?.encodedState() }

    func restore(encoded data: Data) throws {
        guard var resumable = box.solver as? any Resumable else { return }
        try resumable.restore(encoded: data)
        if let restored = resumable as? S { box.solver = restored }
    }
}
