/// Solves a posed statement, such as a linear system.
///
/// If you write one: choose `Statement` by the type of `solve`'s first parameter (`any LinearSystem` where products with
/// the matrix are enough, `any StencilSystem` where its entries are needed). Return what you believe; the residual that
/// counts is computed afterwards by the problem, from your `solution`.
public protocol Solver: Component {
    associatedtype Statement

    /// What this solver takes; it follows from `Statement`.
    static var takes: StatementKind { get }

    /// The names that its reports' ``SolveReport/counts`` and ``SolveReport/figures`` can have, so that `validate` knows them as metrics; none by
    /// default.
    static var countNames: [String] { get }

    /// Solves in place.
    ///
    /// - Parameters:
    ///   - statement: the system; valid during the call only.
    ///   - solution: the start on entry, the answer on return. Its shape is the statement's.
    ///   - run: threads, cancellation, random streams.
    /// - Throws: ``ComputationError`` where the answer was not reached; `solution` then holds the last iterate.
    mutating func solve(_ statement: Statement, into solution: inout Tensor<Double>, _ run: RunContext) throws
        -> SolveReport
}

extension Solver {
    public static var countNames: [String] { [] }
}

extension Solver where Statement == any LinearSystem {
    public static var takes: StatementKind { .linearSystem }
}

extension Solver where Statement == any SparseSystem {
    public static var takes: StatementKind { .sparseSystem }
}

extension Solver where Statement == any DiffusionSystem {
    public static var takes: StatementKind { .diffusionSystem }
}

extension Solver where Statement == any StencilSystem {
    public static var takes: StatementKind { .stencilSystem }
}

/// What a solver says of its own work.
public struct SolveReport: Hashable, Sendable {
    /// Iterations (sweeps, Krylov steps) used; the usual cost of a tuner.
    public var iterations: Int
    /// The relative residual by the solver's own account and stop rule. Never used as the certificate.
    public var residual: Double
    /// Floating-point operations as counted, not timed: the cost by which different solvers compare. `nil` stands for one
    /// product with the matrix in each iteration.
    public var work: Double?
    /// The relative residual at the start and after each iteration, by the solver's own account; empty unless
    /// ``RunContext/recordsHistory``.
    public var history: [Double]
    /// Whatever else is worth counting, by names that suit metrics: `failed_directions`, `matrix_products`. They become
    /// metrics of a `solve`; declare them in ``Solver/countNames``.
    public var counts: [String: Int]
    /// The same for what is measured or computed: `guess_seconds`. Declared in ``Solver/countNames`` too.
    public var figures: [String: Double] = [:]

    public init(
        iterations: Int, residual: Double, work: Double? = nil, history: [Double] = [], counts: [String: Int] = [:]
    ) {
        self.iterations = iterations
        self.residual = residual
        self.work = work
        self.history = history
        self.counts = counts
    }
}
