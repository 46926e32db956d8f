public import Ansatz

extension Solver {
    /// Solves a system that may be of the kind that this solver takes.
    ///
    /// - Parameter mayStop: whether too few iterations are no failure, as where sweeps are timed.
    /// - Returns: the iterations.
    public mutating func solve(
        any system: any LinearSystem, into x: inout Tensor<Double>, mayStop: Bool = false, _ run: RunContext
    ) throws -> Int {
        guard let statement = system as? Statement else { throw Failure("\(Self.info.name) doesn't take this system") }
        do {
            return try solve(statement, into: &x, run).iterations
        } catch ComputationError.notConverged(_, let iterations, _, _) where mayStop {
            return iterations
        }
    }
}
