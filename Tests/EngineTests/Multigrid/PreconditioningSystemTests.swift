import Ansatz
import Testing

/// An indefinite system that names a definite one to precondition with.
private final class Indefinite: LinearSystem {
    let shape: [Int]
    let rightHandSide: Tensor<Double>
    let preconditioningSystem: (any LinearSystem)?

    init(_ preconditioning: GridDiffusionSystem) {
        shape = preconditioning.shape
        rightHandSide = preconditioning.rightHandSide
        preconditioningSystem = preconditioning
    }

    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        _ = y.update(fromContentsOf: x)
    }
}

@Suite("Preconditioning with another system's matrix")
struct PreconditioningSystemTests {
    /// Two copies of a grid, which nothing couples.
    private func pair(_ shape: [Int]) -> GridDiffusionSystem {
        let inner = constantStencil(shape, reaction: 0.2)
        return gridSystem(
            DiffusionStencil(shape: [2] + shape, faces: [.init(.constant(0))] + inner.faces, reaction: inner.reaction))
    }

    @Test("the system to precondition with is taken where there is one")
    func substitute() throws {
        let system = pair([20, 13])
        var (given, direct) = (try multigridPreconditioner(), try multigridPreconditioner())
        try given.begin(Indefinite(system), gridRun())
        try direct.begin(system, gridRun())
        let r = system.rightHandSide
        #expect(try given.image(of: r) == direct.image(of: r))
    }

    @Test(
        "an axis without couplings keeps its points, which know nothing of each other",
        arguments: [[20, 13], [33, 40]])
    func components(shape: [Int]) throws {
        let system = pair(shape)
        var preconditioner = try multigridPreconditioner()
        try preconditioner.begin(system, gridRun())
        let part = randomVector(shape, 4).elements
        let zeros = [Double](repeating: 0, count: part.count)
        let twice = try preconditioner.image(of: Tensor(part + part, shape: [2] + shape)).elements
        #expect(twice.prefix(part.count).elementsEqual(twice.suffix(part.count)))
        let one = try preconditioner.image(of: Tensor(part + zeros, shape: [2] + shape)).elements
        #expect(one.suffix(part.count).allSatisfy { $0 == 0 })
        #expect(one.prefix(part.count).contains { $0 != 0 })
        #expect(try preconditionedIterations(system, multigridPreconditioner()) <= 9)
    }

    @Test("a system that is on no grid is refused")
    func general() throws {
        let matrix = try SparseMatrix(
            rows: 2, columns: 2, rowStarts: [0, 1, 2], columnIndices: [0, 1], values: [1, 1])
        var preconditioner = try multigridPreconditioner()
        #expect(throws: ComputationError.self) {
            try preconditioner.begin(SparseMatrixSystem(matrix, .symmetricPositiveDefinite), gridRun())
        }
    }
}
