import Ansatz
import Synchronization
import Testing

/// Systems that no one should pose: an error that says why, soon, and never a trap.
@Suite("Krylov methods on hostile systems")
struct HostileSystemTests {
    static let all = ["cg", "flexible_cg", "minres", "gmres", "bicgstab"]

    private func system(_ rows: [[Double]], _ b: [Double]) -> DenseSystem {
        DenseSystem(rows, b, .symmetricPositiveDefinite)
    }

    @Test("a right-hand side that is not finite, too large or too small", arguments: all)
    func rightHandSide(solver: String) {
        let unit: [[Double]] = [[2, 0, 0], [0, 3, 0], [0, 0, 4]]
        #expect(failure(solver, system(unit, [1, .nan, 1])) == "the right-hand side is not finite at index 1")
        #expect(failure(solver, system(unit, [1, 1, -.infinity])) == "the right-hand side is not finite at index 2")
        #expect(failure(solver, system(unit, [1, 1e200, 1])).contains("so large that its norm overflows"))
        #expect(failure(solver, system(unit, [0, 1e-200, 0])).contains("so small that its norm underflows"))
    }

    @Test("a matrix that is not finite", arguments: all, [Double.nan, .infinity])
    func matrix(solver: String, entry: Double) {
        let message = failure(solver, system([[2, 0, 0], [0, entry, 0], [0, 0, 4]], [1, 1, 1]))
        #expect(message.contains("not finite"), "\(message)")
    }

    @Test("a start that is not finite", arguments: all)
    func start(solver: String) throws {
        let system = system([[2, 0], [0, 3]], [1, 1])
        var x = Tensor([1, Double.nan])
        let solver = try krylovSolver(solver)
        #expect(throws: ComputationError.self) { try solver.solve(system, into: &x) }
    }

    @Test("the zero matrix, and one with a row of zeros", arguments: all)
    func zeros(solver: String) {
        for rows in [[[0.0, 0], [0, 0]], [[1, 0], [0, 0]]] {
            let message = failure(solver, system(rows, [1, 1]))
            #expect(!message.hasPrefix("no error") && !message.hasPrefix("another"), "\(message)")
        }
    }

    @Test("b = 0 gives x = 0, and the exact start takes no iteration", arguments: all)
    func trivial(solver: String) throws {
        let zero = system([[2, 1], [1, 3]], [0, 0])
        var x = Tensor([5.0, 7])
        #expect(try krylovSolver(solver).solve(zero, into: &x).iterations == 0)
        #expect(x == Tensor([0.0, 0]))
        let known = system([[2, 1], [1, 3]], [4, 7])
        var y = Tensor([1.0, 2])
        let report = try krylovSolver(solver).solve(known, into: &y)
        #expect(report.iterations == 0 && report.history == [0])
        #expect(y == Tensor([1.0, 2]))
    }

    @Test("one unknown", arguments: all)
    func one(solver: String) throws {
        let (x, report) = try solve(solver, system([[4]], [2]))
        #expect(x == Tensor([0.5]) && report.iterations == 1)
    }

    @Test("no unknowns", arguments: all)
    func none(solver: String) throws {
        #expect(try solve(solver, system([], [])).report.iterations == 0)
    }

    @Test("an indefinite matrix that is said to be definite")
    func indefinite() {
        let system = system([[1, 0, 0], [0, -2, 0], [0, 0, 3]], [1, 1, 1])
        #expect(failure("cg", system).contains("the matrix is not positive definite (pᵀAp ="))
        #expect(failure("flexible_cg", system).contains("the matrix is not positive definite"))
    }

    @Test("methods refuse matrices that are not of their class")
    func classes() {
        let general = DenseSystem([[2, 1], [0, 3]], [1, 1])
        let symmetric = DenseSystem([[2, 0], [0, -3]], [1, 1], .symmetric)
        #expect(failure("cg", general) == "cg needs a symmetric positive definite matrix")
        #expect(failure("cg", symmetric) == "cg needs a symmetric positive definite matrix")
        #expect(failure("flexible_cg", symmetric) == "flexible_cg needs a symmetric positive definite matrix")
        #expect(failure("minres", general) == "minres needs a symmetric matrix")
        let yaml = "{ minres: { preconditioner: { misleading: { kind: same } } } }"
        #expect(
            failure(yaml, symmetric, operators: testOperators).contains(
                "minres needs a symmetric positive definite preconditioner"))
    }

    @Test("a matrix that is not symmetric and is said to be: no wrong answer")
    func asymmetric() {
        let rows = DenseSystem.random(30, shift: 9).rows
        for solver in ["cg", "flexible_cg", "minres"] {
            let lying = DenseSystem(rows, (0..<30).map { Double($0 % 3) }, .symmetricPositiveDefinite)
            var x = Tensor<Double>(shape: [30])
            guard let report = try? krylovSolver("{ \(solver): { max_iterations: 300 } }").solve(lying, into: &x) else {
                continue
            }
            #expect(lying.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6), "\(solver), \(report.iterations)")
        }
    }

    @Test("a tolerance below rounding ends in an error, soon", arguments: all)
    func unreachable(solver: String) throws {
        let message = failure("{ \(solver): { tolerance: 1e-30, max_iterations: 2000 } }", poisson([9, 9]))
        #expect(!message.hasPrefix("no error") && !message.hasPrefix("another"), "\(message)")
    }

    @Test("the limit is kept, and the error says what was reached", arguments: all)
    func limit(solver: String) throws {
        let system = poisson([20, 20])
        var x = Tensor<Double>(shape: [20, 20])
        do {
            _ = try krylovSolver("{ \(solver): { max_iterations: 4 } }").solve(system, into: &x)
            Issue.record("no error")
        } catch ComputationError.notConverged(let method, let iterations, let residual, let tolerance) {
            #expect(method == solver && iterations == 4 && tolerance == 1e-8)
            #expect(abs(residual - system.relativeResidual(of: x)) <= 1e-12)
        }
    }

    @Test("told to stop, they stop", arguments: all)
    func cancellation(solver: String) throws {
        let polls = Atomic(0)
        let bound = try krylovSolver(solver, cancellation: { polls.wrappingAdd(1, ordering: .relaxed).newValue > 2 })
        let system = poisson([400, 400])
        var x = Tensor<Double>(shape: [400, 400])
        #expect(throws: ComputationError.cancelled) { try bound.solve(system, into: &x) }
    }

    @Test("no unknown is written beside the vectors: the same bits for 1, 2 and 3 threads", arguments: all)
    func threads(solver: String) throws {
        let answers = try [1, 2, 3].map { threads in
            try solve(
                "{ \(solver): { preconditioner: jacobi, tolerance: 1e-6 } }",
                poisson([363, 364], reaction: 0.5, threads: Threads(threads)), threads: Threads(threads)
            ).x.elements
        }
        #expect(answers[1] == answers[0] && answers[2] == answers[0])
    }
}
