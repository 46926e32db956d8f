import Ansatz
import Glibc

/// A symmetric positive definite system whose answer is known:
///
///     (A x)ᵢⱼ = d xᵢⱼ + w (xᵢ,ⱼ₋₁ + xᵢ,ⱼ₊₁) + v (xᵢ₋₁,ⱼ + xᵢ₊₁,ⱼ),    b = A x*.
final class ModelSystem: StencilSystem {
    let shape: [Int]
    let stencil: ConstantStencil
    let rightHandSide: Tensor<Double>
    /// x*.
    let answer: Tensor<Double>
    var context: [ContextVariable]

    /// - Precondition: d > 2 (|w| + |v|) or the matrix is otherwise positive definite.
    init(_ stencil: ConstantStencil, answer: Tensor<Double>, context: [ContextVariable] = []) {
        shape = [stencil.rows, stencil.columns]
        self.stencil = stencil
        self.answer = answer
        self.context = context
        rightHandSide = Self.product(stencil, answer)
    }

    var matrixClass: MatrixClass { .symmetricPositiveDefinite }

    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        stencil.apply(x, into: y)
    }

    /// ‖b − A x‖₂ / ‖b‖₂ (‖b − A x‖₂ where b = 0), by loops of the suite's own.
    func residual(of x: Tensor<Double>) -> Double {
        let difference = zip(rightHandSide.elements, Self.product(stencil, x).elements).map { $0 - $1 }
        let scale = norm(rightHandSide.elements)
        return scale == 0 ? norm(difference) : norm(difference) / scale
    }

    /// A x.
    static func product(_ a: ConstantStencil, _ x: Tensor<Double>) -> Tensor<Double> {
        var y = Tensor<Double>(shape: [a.rows, a.columns])
        x.withBuffer { x in
            y.withMutableBuffer { y in
                for i in 0..<a.rows {
                    for j in 0..<a.columns {
                        let k = i * a.columns + j
                        let left = j > 0 ? x[k - 1] : 0
                        let right = j + 1 < a.columns ? x[k + 1] : 0
                        let above = i > 0 ? x[k - a.columns] : 0
                        let below = i + 1 < a.rows ? x[k + a.columns] : 0
                        y[k] = a.diagonal * x[k] + a.alongRow * (left + right) + a.acrossRows * (above + below)
                    }
                }
            }
        }
        return y
    }

    /// Condition number at most 9.
    static func easy(_ rows: Int, _ columns: Int) -> ModelSystem {
        smooth(ConstantStencil(rows: rows, columns: columns, diagonal: 5, alongRow: -1, acrossRows: -1))
    }

    /// Strong coupling along rows, weak across; condition number at most 11.
    static func anisotropic(_ rows: Int, _ columns: Int) -> ModelSystem {
        smooth(ConstantStencil(rows: rows, columns: columns, diagonal: 6, alongRow: -2, acrossRows: -0.5))
    }

    /// Nearly Poisson's equation; condition number at most 30.
    static func stiff(_ rows: Int, _ columns: Int) -> ModelSystem {
        smooth(ConstantStencil(rows: rows, columns: columns, diagonal: 4.28, alongRow: -1, acrossRows: -1))
    }

    /// Poisson's equation with a rough answer: thousands of iterations on fine grids.
    static func hard(_ rows: Int, _ columns: Int) -> ModelSystem {
        var random = RandomStream(seed: 7, stage: "contract", purpose: "hard system")
        let answer = Tensor((0..<(rows * columns)).map { _ in random.uniform() - 0.5 }, shape: [rows, columns])
        return ModelSystem(
            ConstantStencil(rows: rows, columns: columns, diagonal: 4, alongRow: -1, acrossRows: -1), answer: answer)
    }

    /// b = 0.
    static func homogeneous(_ rows: Int, _ columns: Int) -> ModelSystem {
        ModelSystem(
            ConstantStencil(rows: rows, columns: columns, diagonal: 5, alongRow: -1, acrossRows: -1),
            answer: Tensor(shape: [rows, columns]))
    }

    /// x* = 1 + sin(iπ/4) − cos(j)/2: values of one size, and no symmetry.
    private static func smooth(_ stencil: ConstantStencil) -> ModelSystem {
        let along = (0..<stencil.columns).map { cos(Double($0)) / 2 }
        let answer = (0..<stencil.rows).flatMap { row -> [Double] in
            let level = 1 + sin(Double(row) * .pi / 4)
            return along.map { level - $0 }
        }
        return ModelSystem(
            stencil, answer: Tensor(answer, shape: [stencil.rows, stencil.columns]),
            context: [ContextVariable("place", 0.5, in: 0...1)])
    }
}

/// ‖x‖₂.
func norm(_ x: some Sequence<Double>) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
