import Ansatz
import Testing

/// Operations on tensors are those on their buffers, and copies stay independent.
@Suite("Tensors as vectors")
struct VectorTests {
    // 67 elements: whole SIMD blocks and a rest. Small integers, so that every sum is exact.
    private let x = Tensor((0..<67).map { Double($0 % 7 - 3) }, shape: [67])
    private let y = Tensor((0..<67).map { Double($0 % 5 + 1) }, shape: [67])

    @Test("dot and norm2 are Σ xᵢ yᵢ and √(Σ xᵢ²)")
    func reductions() {
        let product = zip(x.elements, y.elements).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(dot(x, y) == product)
        #expect(norm2(y) * norm2(y) >= dot(y, y).nextDown && norm2(Tensor([3, 4])) == 5)
        #expect(norm2(Tensor<Double>(shape: [0])) == 0)
    }

    @Test("axpy is y + α x and xpby is x + β y, element by element")
    func updates() {
        var (sum, direction) = (y, y)
        axpy(2, x, &sum)
        xpby(x, -3, &direction)
        for i in 0..<67 {
            #expect(sum[i] == y[i] + 2 * x[i])
            #expect(direction[i] == x[i] - 3 * y[i])
        }
        // The copies that were changed were made of y.
        #expect(y[4] == 5)
    }

    @Test("a tensor may be added to itself")
    func aliased() {
        var doubled = x
        axpy(1, doubled, &doubled)
        #expect(doubled == x.map { 2 * $0 })
    }

    @Test("A x and b − A x of a system, for the five-point Laplacian and a linear function")
    func system() throws {
        let stencil = ConstantStencil(rows: 5, columns: 6, diagonal: 4, alongRow: -1, acrossRows: -1)
        let system = ConstantStencilSystem(stencil, .symmetricPositiveDefinite)
        system.rightHandSide = Tensor(repeating: 1, shape: [5, 6])
        let linear = Tensor((0..<30).map { Double($0 / 6 + 2 * ($0 % 6)) }, shape: [5, 6])
        var (product, residual) = (Tensor<Double>(shape: [5, 6]), Tensor<Double>(shape: [5, 6]))
        system.apply(linear, into: &product)
        system.residual(of: linear, into: &residual)
        // Second differences of a linear function vanish where all four neighbours are inside.
        for i in 1..<4 { for j in 1..<5 { #expect(product[i, j] == 0 && residual[i, j] == 1) } }
        #expect(product[0, 0] == 4 * 0 - linear[0, 1] - linear[1, 0])
        #expect(norm2(residual) / norm2(system.rightHandSide) == system.relativeResidual(of: linear))
    }
}
