import Ansatz
import Synchronization
import Testing

@Suite("Flexible conjugate gradients")
struct FlexibleConjugateGradientTests {
    @Test("a fixed preconditioner takes the iterations of cg", arguments: [1, 2, 5, 20])
    func fixed(directions: Int) throws {
        for system in [poisson([24, 31]), roughDiffusion([24, 31])] {
            let (x, report) = try solve(
                "{ flexible_cg: { preconditioner: jacobi, directions: \(directions) } }", system)
            let cg = try solve("{ cg: { preconditioner: jacobi } }", system).report
            // Rounding may move the last step; more directions lose less by it.
            #expect(report.iterations <= cg.iterations + 1 && report.iterations >= cg.iterations * 9 / 10)
            #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
            #expect(report.counts["failed_directions"] == 0)
            #expect(report.counts["operator_applications"] == report.iterations)
        }
    }

    @Test("without an operator, and with the residual as a field, it is plain cg")
    func plain() throws {
        let system = poisson([24, 31])
        let cg = try solve("cg", system).report.iterations
        #expect(try abs(solve("flexible_cg", system).report.iterations - cg) <= 1)
    }

    @Test("the exact inverse takes one step", arguments: ["cg", "flexible_cg", "minres", "gmres", "bicgstab"])
    func exactInverse(solver: String) throws {
        let system = poisson([7, 6])
        let (x, report) = try solve(
            "{ \(solver): { preconditioner: exact_inverse } }", system, operators: testOperators)
        #expect(report.iterations == 1)
        #expect(system.relativeResidual(of: x) <= 1e-8)
    }

    @Test("no operator keeps it from converging", arguments: Misleading.Kind.allCases, [0, 1, 5])
    func bad(kind: Misleading.Kind, directions: Int) throws {
        let system = poisson([30, 40])
        let plain = try solve("cg", system).report.iterations
        let (x, report) = try solve(
            "{ flexible_cg: { preconditioner: { misleading: { kind: \(kind.rawValue) } }, directions: \(directions) } }",
            system, operators: testOperators)
        #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
        let failed = try #require(report.counts["failed_directions"])
        switch kind {
        case .zeros, .nan, .infinite, .huge, .throwing: #expect(failed == 3)
        case .fixed, .constant, .noise: #expect(failed > 0)
        case .opposite, .same: if directions > 0 { #expect(failed == 0) }
        case .mixed, .wavering: break
        }
        // What was lost: the failures, and where those directions were good for something, a trial of 20 steps.
        #expect(
            report.iterations <= plain + failed + 40, "\(kind), \(directions): \(report.iterations), plain \(plain)")
        let products = try #require(report.counts["matrix_products"])
        #expect(products >= report.iterations + 2 && products <= report.iterations + failed + 6)
    }

    @Test("the log names the operator and what went wrong")
    func log() throws {
        let lines = Mutex<[String]>([])
        let solver = try krylovSolver(
            "{ flexible_cg: { preconditioner: { misleading: { kind: throwing } } } }", operators: testOperators,
            log: { line in lines.withLock { $0.append(line) } })
        let system = poisson([9, 9])
        var x = Tensor<Double>(shape: system.shape)
        _ = try solver.solve(system, into: &x)
        let log = lines.withLock { $0 }
        #expect(log.contains { $0.contains("'misleading' at iteration 1 could not be computed: no weights for this") })
        #expect(log.contains { $0.contains("3 of 3 directions of 'misleading' failed") })
    }

    @Test("an answer of another form is an error that says what came back")
    func misshapen() {
        for (count, expected) in [(0, "no field"), (1, "a field of shape [7]"), (2, "2 fields ('f0', 'f1')")] {
            let yaml = "{ flexible_cg: { preconditioner: { misshapen: { fields: \(count) } } } }"
            let message = failure(yaml, poisson([5, 5]), operators: testOperators)
            #expect(message.hasPrefix("'misshapen' returned \(expected) where"), "\(message)")
        }
    }

    @Test("a singular system gives the answer that sums to zero, with an operator on fields too")
    func singular() throws {
        let system = closedPoisson([11, 14])
        for kind in ["same", "constant", "noise"] {
            let (x, _) = try solve(
                "{ flexible_cg: { preconditioner: { misleading: { kind: \(kind) } } } }", system,
                operators: testOperators)
            #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
            #expect(abs(x.elements.reduce(0, +)) <= 1e-9)
        }
    }
}
