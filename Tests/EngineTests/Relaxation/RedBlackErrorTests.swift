import Ansatz
import Foundation
import Synchronization
import Testing

@Suite("Red-black relaxation of what it can't solve")
struct RedBlackErrorTests {
    private let redBlack = "{ sor: { ordering: red_black } }"

    private func system(_ stencil: DiffusionStencil, b: Double = 1) -> GridDiffusionSystem {
        let axes = stencil.shape.enumerated().map { Axis.index("i\($0.offset)", count: $0.element, role: .space) }
        let system = GridDiffusionSystem(stencil, axes: axes, .symmetric)
        system.rightHandSide = Tensor(repeating: b, shape: stencil.shape)
        return system
    }

    private func failure(_ system: GridDiffusionSystem, _ yaml: String) throws -> ComputationError? {
        var x = Tensor<Double>(shape: system.shape)
        let solver = try loadedSolver(yaml)
        return #expect(throws: ComputationError.self) { try solver.solve(system, into: &x) }
    }

    @Test("an odd periodic extent has no colouring", arguments: [[3], [4, 5], [4, 7, 6]])
    func odd(shape: [Int]) throws {
        let faces = shape.map { _ in DiffusionStencil.Faces(.constant(1), isPeriodic: true) }
        let error = try failure(
            system(DiffusionStencil(shape: shape, faces: faces, reaction: .constant(1))), redBlack)
        let odd = shape.firstIndex { $0 % 2 == 1 } ?? 0
        #expect(error?.description.contains("one has \(shape[odd])") == true)
    }

    @Test("the natural ordering says what it needs")
    func natural() throws {
        let stencil = DiffusionStencil(
            shape: [5], faces: [.init(.constant(1), lowerWall: 1, upperWall: 1)])
        #expect(try failure(system(stencil), "sor")?.help?.contains("ordering: red_black") == true)
    }

    @Test("a constant stencil in flux form will do for the natural ordering")
    func fluxForm() throws {
        let stencil = DiffusionStencil(ConstantStencil(rows: 9, columns: 8, diagonal: 5, alongRow: -1, acrossRows: -1))
        let system = system(stencil)
        var x = Tensor<Double>(shape: [9, 8])
        _ = try loadedSolver("sor").solve(system, into: &x)
        #expect(system.relativeResidual(of: x) < 1e-8)
    }

    @Test("a diagonal that can't be divided by is named", arguments: [0.0, .nan, .infinity])
    func diagonal(entry: Double) throws {
        let values = DiffusionStencil.Faces(.values(Tensor(repeating: 1, shape: [7])))
        // Row 3 is −2 + 1 + 1, or worse.
        var reaction = Tensor(repeating: 1.0, shape: [6])
        reaction[3] = entry - 2
        let varying = DiffusionStencil(shape: [6], faces: [values], reaction: .values(reaction))
        let error = try #require(try failure(system(varying), redBlack))
        #expect(error.description.contains("3"), "\(error)")
        let constant = DiffusionStencil(
            shape: [6, 1],
            faces: [
                .init(.constant(1), lowerWall: 1, upperWall: 1), .init(.constant(1)),
            ], reaction: .constant(entry - 2))
        #expect(try failure(system(constant), redBlack) != nil)
    }

    @Test("what is not a number is an error", arguments: [[8, 9], [300, 300]])
    func notANumber(shape: [Int]) throws {
        let faces = shape.map { _ in DiffusionStencil.Faces(.constant(1), lowerWall: 1, upperWall: 1) }
        let system = system(DiffusionStencil(shape: shape, faces: faces))
        system.rightHandSide[3, 5] = .nan
        let error = try failure(system, redBlack)
        guard case .nonFinite = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test("an indefinite matrix ends in an error")
    func indefinite() throws {
        let faces = [DiffusionStencil.Faces(.constant(1), lowerWall: 1, upperWall: 1)]
        // Eigenvalues 2 − 2 cos − 1 of both signs.
        let system = system(DiffusionStencil(shape: [30], faces: faces, reaction: .constant(-1)))
        #expect(try failure(system, redBlack) != nil)
    }

    @Test("the limit counts sweeps, and the last iterate is in the answer", arguments: [1, 2, 7, 8, 9, 20])
    func limit(count: Int) throws {
        let faces = [40, 50].map { _ in DiffusionStencil.Faces(.constant(1), lowerWall: 1, upperWall: 1) }
        let system = system(DiffusionStencil(shape: [40, 50], faces: faces))
        let error = try failure(system, "{ sor: { max_iterations: \(count), ordering: red_black } }")
        guard case .notConverged(_, let iterations, let residual, _) = error else { return #expect(Bool(false)) }
        #expect(iterations == count)
        #expect(residual.isFinite && residual > 0)
    }

    @Test("a run that is to end ends within a few planes' work")
    func cancellation() throws {
        let faces = [2000, 2000].map { _ in DiffusionStencil.Faces(.constant(1), lowerWall: 1, upperWall: 1) }
        let system = system(DiffusionStencil(shape: [2000, 2000], faces: faces))
        for threads in [1, 2] {
            let polls = PollCount()
            let run = RunContext(
                seed: 0, stage: "test", threads: Threads(threads), cancellation: { polls.isBeyond(20) })
            let solver = try loadedSolver(redBlack, in: run)
            var x = Tensor<Double>(shape: [2000, 2000])
            #expect(throws: ComputationError.cancelled) { try solver.solve(system, into: &x) }
            // Every tile asks once more, and the solver.
            #expect(polls.count <= 20 + 2 * threads + 2)
        }
    }
}

/// Counts how often a run was asked whether it is to end.
private final class PollCount: Sendable {
    private let polls = Mutex(0)
    var count: Int { polls.withLock { $0 } }
    func isBeyond(_ limit: Int) -> Bool {
        polls.withLock {
            $0 += 1
            return $0 > limit
        }
    }
}
