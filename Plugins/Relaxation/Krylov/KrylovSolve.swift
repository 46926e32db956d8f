import Ansatz

/// One solve of A x = b: what Krylov methods have in common.
///
/// All of them stop at ‖b − A x‖₂ ≤ tolerance ‖b‖₂, which only a freshly computed residual fulfils, since those of
/// recurrences drift by rounding. Where A maps constants to zero, b must sum to zero, and so does the answer.
struct KrylovSolve {
    let method: String
    let system: any LinearSystem
    let x: UnsafeMutableBufferPointer<Double>
    let b: UnsafeBufferPointer<Double>
    let tolerance: Double
    let limit: Int
    let run: RunContext
    /// Those that pay for vectors of this length.
    let threads: Threads
    /// Whether vectors are to sum to zero.
    let sumsToZero: Bool
    /// ‖b‖₂.
    let scale: Double
    private let operationsPerProduct: Double
    /// Counted floating-point operations.
    var work: Double
    private(set) var history: [Double] = []

    var count: Double { Double(x.count) }
    var goal: Double { tolerance * scale }

    /// Calls `body` with the solve and the first residual b − A x in `r`, unless b = 0 or x is good enough.
    ///
    /// - Parameter r: as many numbers as there are unknowns.
    /// - Throws: where b or the first residual is not finite, or b has no solution; what `body` throws.
    static func begin(
        _ system: any LinearSystem, into solution: inout Tensor<Double>, _ r: UnsafeMutableBufferPointer<Double>,
        method: String, tolerance: Double, limit: Int, _ run: RunContext,
        _ body: (inout KrylovSolve, _ squaredResidual: Double) throws -> SolveReport
    ) throws -> SolveReport {
        // Preconditioners and vectors were made; for large systems that has taken its time.
        if solution.count >= Self.pollingCount { try run.checkCancellation() }
        return try system.rightHandSide.withBuffer { b in
            try solution.withMutableBuffer { x in
                var solve = try KrylovSolve(
                    system, x, b, method: method, tolerance: tolerance, limit: limit, run)
                if solve.scale == 0 {
                    x.update(repeating: 0)
                    return solve.report(iterations: 0, residual: 0)
                }
                if solve.sumsToZero { subtractMean(x, solve.threads) }
                let squares = solve.residual(into: r)
                guard squares.isFinite else {
                    throw ComputationError.nonFinite(
                        what: "the residual of the start, from the matrix or the start,",
                        index: r.firstIndex { !$0.isFinite })
                }
                if x.count >= Self.pollingCount { try run.checkCancellation() }
                let residual = squares.squareRoot()
                solve.note(residual)
                if residual <= solve.goal { return solve.report(iterations: 0, residual: residual) }
                return try body(&solve, squares)
            }
        }
    }

    private init(
        _ system: any LinearSystem, _ x: UnsafeMutableBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>,
        method: String, tolerance: Double, limit: Int, _ run: RunContext
    ) throws {
        self.method = method
        self.system = system
        self.x = x
        self.b = b
        self.tolerance = tolerance
        self.limit = limit
        self.run = run
        threads = run.threads.paying(for: x.count)
        sumsToZero = system.nullspace == .constants
        scale = norm2(b, threads: threads)
        operationsPerProduct = system.operationsPerProduct
        work = 2 * Double(b.count)
        try checkRightHandSide()
    }

    /// From this length on a pass over a vector takes long enough that the request to stop is looked for between passes.
    private static let pollingCount = 1 << 17

    private func checkRightHandSide() throws {
        guard scale.isFinite else {
            if let index = b.firstIndex(where: { !$0.isFinite }) {
                throw ComputationError.nonFinite(what: "the right-hand side", index: index)
            }
            throw ComputationError.unsuitable(
                "the right-hand side is so large that its norm overflows", help: "choose other units")
        }
        if scale == 0, maximumMagnitude(b) > 0 {
            throw ComputationError.unsuitable(
                "the right-hand side is so small that its norm underflows", help: "choose other units")
        }
        guard sumsToZero else { return }
        // The part of b that no A x has: its mean.
        let unreachable = sum(b, threads: threads).magnitude / count.squareRoot()
        guard unreachable <= max(goal, 16 * Double.ulpOfOne * scale) else {
            throw ComputationError.unsuitable(
                "the system has no solution: A maps constants to zero, and b does not sum to zero",
                help: "subtract its mean from the right-hand side; sources and fluxes at the walls must balance")
        }
    }

    /// q = A p.
    mutating func product(_ p: UnsafeMutableBufferPointer<Double>, into q: UnsafeMutableBufferPointer<Double>) {
        system.apply(UnsafeBufferPointer(p), into: q)
        work += operationsPerProduct
    }

    /// r = b − A x; returns ‖r‖².
    mutating func residual(into r: UnsafeMutableBufferPointer<Double>) -> Double {
        product(x, into: r)
        work += 4 * count
        return xpbySquared(b, -1, r, threads: threads)
    }

    /// Notes the relative residual of a norm after an iteration, where asked for.
    mutating func note(_ residual: Double) {
        if run.recordsHistory { history.append(residual / scale) }
    }

    /// Puts the freshly computed residual in the place of the last one noted.
    mutating func correctNote(_ residual: Double) {
        if !history.isEmpty { history[history.count - 1] = residual / scale }
    }

    func report(iterations: Int, residual: Double, counts: [String: Int] = [:]) -> SolveReport {
        if sumsToZero { subtractMean(x, threads) }
        return SolveReport(
            iterations: iterations, residual: scale == 0 ? 0 : residual / scale, work: work, history: history,
            counts: counts)
    }

    func notConverged(_ residual: Double) -> ComputationError {
        .notConverged(method: method, iterations: limit, residual: residual / scale, tolerance: tolerance)
    }
}

/// x ← x − mean of x.
func subtractMean(_ x: UnsafeMutableBufferPointer<Double>, _ threads: Threads) {
    let mean = sum(UnsafeBufferPointer(x), threads: threads) / Double(max(x.count, 1))
    threads.forEach(0..<x.count, grain: 4096) { block in
        for index in block { x[index] -= mean }
    }
}
