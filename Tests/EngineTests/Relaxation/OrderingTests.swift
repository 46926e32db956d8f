import Ansatz
import Foundation
import Testing

@Suite("Sweeps against relaxation point by point")
struct OrderingTests {
    @Test("three sweeps of sor move every point as scalar arithmetic does", arguments: sweptShapes, [false, true])
    func sweeps(shape: (Int, Int), isRedBlack: Bool) throws {
        let system = randomSystem(rows: shape.0, columns: shape.1)
        var random = RandomStream(seed: 6, purpose: "start")
        var x = random.normalTensor(shape: [shape.0, shape.1])
        var expected = x.elements
        let scalar = ScalarRelaxation(system.stencil, ω: 1.3, isRedBlack: isRedBlack)
        for _ in 0..<3 { scalar.sweep(&expected, system.rightHandSide.elements) }
        let ordering = isRedBlack ? "red_black" : "natural"
        let solver = try loadedSolver(
            "{ sor: { omega: 1.3, tolerance: 1e-300, max_iterations: 3, ordering: \(ordering) } }")
        // A diagonal matrix at rounding aside, three sweeps never reach that tolerance; the iterate is what counts here.
        _ = try? solver.solve(system, into: &x)
        // Every value is a sum of seven numbers of about the largest one's size, three times over.
        let scale = expected.map(abs).max() ?? 0
        for (value, wanted) in zip(x.elements, expected) { #expect(abs(value - wanted) <= 1e-14 * scale) }
    }

    @Test(
        "ssor_cg takes the iterations of scalar arithmetic, in both forms and orderings",
        arguments: sweptShapes, [1.0, 1.5])
    func iterations(shape: (Int, Int), omega: Double) throws {
        let system = randomSystem(rows: shape.0, columns: shape.1)
        for isRedBlack in [false, true] {
            let scalar = ScalarRelaxation(system.stencil, ω: omega, isRedBlack: isRedBlack)
            let expected = scalar.conjugateGradients(system.rightHandSide.elements, tolerance: 1e-8)
            for form in ["eisenstat", "plain"] {
                let ordering = isRedBlack ? "red_black" : "natural"
                let solver = try loadedSolver("{ ssor_cg: { omega: \(omega), form: \(form), ordering: \(ordering) } }")
                var x = Tensor<Double>(shape: [shape.0, shape.1])
                let report = try solver.solve(system, into: &x)
                #expect(report.iterations == expected.iterations, "\(form), \(ordering)")
                #expect(system.relativeResidual(of: x) <= 1e-8 * (1 + 1e-6))
                // The condition number is below 66, so answers with residuals of 1e-8 differ by less than 132e-8.
                let scale = x.withBuffer { norm2($0) }
                let difference = zip(x.elements, expected.x).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
                #expect(difference <= 132e-8 * scale, "\(form), \(ordering)")
            }
        }
    }

    @Test("a solver serves systems of changing shape and stencil", arguments: ["natural", "red_black"])
    func reuse(ordering: String) throws {
        let solver = try loadedSolver("{ ssor_cg: { ordering: \(ordering) } }")
        let fresh = { try loadedSolver("{ ssor_cg: { ordering: \(ordering) } }") }
        for (rows, columns, diagonal) in [(9, 20, 3.3), (9, 20, 8.0), (17, 3, 3.3), (9, 20, 3.3), (40, 40, 4.0)] {
            let system = randomSystem(rows: rows, columns: columns, diagonal: diagonal)
            var used = Tensor<Double>(shape: [rows, columns])
            var unused = used
            let reports = (try solver.solve(system, into: &used), try fresh().solve(system, into: &unused))
            #expect(reports.0 == reports.1)
            #expect(used.elements == unused.elements)
        }
    }

    @Test(
        "a solve of what is not a number leaves nothing behind",
        arguments: [
            "sor", "ssor_cg", "{ ssor_cg: { form: plain } }", "{ ssor_cg: { ordering: red_black } }", "chebyshev_cg",
        ])
    func recovery(yaml: String) throws {
        let system = randomSystem(rows: 12, columns: 19, diagonal: 8)
        let good = system.rightHandSide
        let solver = try loadedSolver(yaml)
        var x = Tensor<Double>(shape: system.shape)
        _ = try solver.solve(system, into: &x)
        system.rightHandSide[7, 3] = .nan
        #expect(throws: ComputationError.self) { try solver.solve(system, into: &x) }
        system.rightHandSide = good
        var again = Tensor<Double>(shape: system.shape)
        _ = try solver.solve(system, into: &again)
        #expect(system.relativeResidual(of: again) <= 1e-8 * (1 + 1e-6))
    }

    @Test("the iterate of a solve that was stopped is in the answer", arguments: ["eisenstat", "plain"])
    func stopped(form: String) throws {
        let system = randomSystem(rows: 20, columns: 20)
        let solver = try loadedSolver("{ ssor_cg: { max_iterations: 4, form: \(form) } }")
        var x = Tensor<Double>(shape: [20, 20])
        #expect(throws: ComputationError.self) { try solver.solve(system, into: &x) }
        // The preconditioned condition number is below 8, so four iterations leave 2 (0.48)^4 of the error's energy norm.
        #expect(system.relativeResidual(of: x) < 0.1)
    }
}
