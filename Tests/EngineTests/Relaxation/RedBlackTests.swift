import Ansatz
import Foundation
import Testing

@Suite("Red-black relaxation on any diffusion system")
struct RedBlackTests {
    private func start(_ shape: [Int]) -> Tensor<Double> {
        var random = RandomStream(seed: 6, purpose: "start")
        return random.normalTensor(shape: shape)
    }

    @Test("sweeps move every point as scalar arithmetic with the matrix does", arguments: DiffusionCase.all)
    func sweeps(of subject: DiffusionCase) throws {
        let system = subject.system()
        let scalar = try ScalarRedBlack(system)
        for count in [1, 3, 11] {
            var x = start(subject.shape)
            var expected = x.elements
            for _ in 0..<count { scalar.sweep(&expected, system.rightHandSide.elements, ω: 1.3) }
            let solver = try loadedSolver(
                "{ sor: { omega: 1.3, tolerance: 1e-300, max_iterations: \(count), ordering: red_black } }")
            // Only a diagonal matrix reaches that tolerance; the iterate is what counts here.
            _ = try? solver.solve(system, into: &x)
            // A sweep rounds a value some sixteen times, at numbers of about the largest one's size.
            let scale = expected.map(abs).max() ?? 0
            for (value, wanted) in zip(x.elements, expected) {
                #expect(
                    abs(value - wanted) <= 16 * subject.conditionOfDiagonal * Double.ulpOfOne * Double(count) * scale)
            }
        }
    }

    @Test("the sweep that stops, and the iterate, are those of a check after each", arguments: DiffusionCase.all)
    func stop(of subject: DiffusionCase) throws {
        let system = subject.system()
        let scalar = try ScalarRedBlack(system)
        let b = system.rightHandSide.elements
        var expected = start(subject.shape).elements
        let first = scalar.normOfResidual(expected, b)
        var norms = [first]
        for _ in 0..<60 {
            scalar.sweep(&expected, b, ω: 1.2)
            norms.append(scalar.normOfResidual(expected, b))
        }
        for tolerance in [0.5, 0.1, 0.03, 1e-3, 1e-5, 1e-7] {
            guard let count = norms.firstIndex(where: { $0 < tolerance * first }) else { continue }
            // Rounding may decide where a norm is that near.
            let near = norms[...count].contains { abs($0 / (tolerance * first) - 1) < 1e-7 }
            if near { continue }
            let run = RunContext(seed: 0, stage: "test", threads: .one, recordsHistory: true)
            let solver = try loadedSolver(
                "{ sor: { omega: 1.2, tolerance: \(tolerance), ordering: red_black } }", in: run)
            var x = start(subject.shape)
            let report = try solver.solve(system, into: &x)
            #expect(report.iterations == count)
            #expect(report.history.count == count + 1)
            for (value, norm) in zip(report.history, norms) { #expect(abs(value - norm / first) < 1e-12) }
            var again = start(subject.shape)
            let sweeps = try loadedSolver(
                "{ sor: { omega: 1.2, tolerance: 1e-300, max_iterations: \(count), ordering: red_black } }")
            _ = try? sweeps.solve(system, into: &again)
            #expect(x.elements == again.elements)
        }
    }

    @Test(
        "any number of threads gives the same bits",
        arguments: [[300, 260], [64, 40, 36], [40_000], [9, 8000], [260, 200]], DiffusionCase.Ends.allCases)
    func threads(shape: [Int], ends: DiffusionCase.Ends) throws {
        for isVarying in [false, true] {
            let even = ends == .periodic ? shape.map { $0 / 2 * 2 } : shape
            let subject = DiffusionCase(shape: even, isVarying: isVarying, ends: ends)
            let system = subject.system()
            var results: [([Double], Int)] = []
            for count in [1, 2, 3, 7] {
                let run = RunContext(seed: 0, stage: "test", threads: Threads(count))
                let solver = try loadedSolver(
                    "{ sor: { omega: 1.4, tolerance: 1e-5, ordering: red_black } }", in: run)
                var x = start(even)
                let report = try solver.solve(system, into: &x)
                results.append((x.elements, report.iterations))
                #expect(system.relativeResidual(of: x) < 1e-3)
            }
            for result in results.dropFirst() {
                #expect(result.0 == results[0].0)
                #expect(result.1 == results[0].1)
            }
        }
    }

    @Test("a singular system's answer sums to zero")
    func singular() throws {
        let stencil = DiffusionStencil(
            shape: [12, 14], faces: [.init(.constant(1)), .init(.constant(2), isPeriodic: true)])
        let axes = [12, 14].map { Axis.index("i\($0)", count: $0, role: .space) }
        let system = GridDiffusionSystem(stencil, axes: axes, .symmetricPositiveSemidefinite, nullspace: .constants)
        var random = RandomStream(seed: 3, purpose: "right-hand side")
        let b = random.normalTensor(shape: [12, 14])
        let mean = b.elements.reduce(0, +) / 168
        system.rightHandSide = b.map { $0 - mean }
        var x = start([12, 14])
        _ = try loadedSolver("{ sor: { omega: 1.6, tolerance: 1e-10, ordering: red_black } }").solve(system, into: &x)
        #expect(system.relativeResidual(of: x) < 1e-8)
        #expect(abs(x.elements.reduce(0, +)) < 1e-10)
    }
}
