import Ansatz
import Glibc

/// A linear evolution whose solution is known:
///
///     du/dt = −κ(t) B u + g(t),    κ(t) = 1 + sin(t)/2,    u(t) = a₁(t) φ₁ + a₂(t) φ₂,
///     a₁(t) = e⁻ᵗ (2 + cos 3t),    a₂(t) = 1 + sin(2t)/2.
///
/// B is a five-point stencil with eigenvalues λ in (0, 2) on any grid, so that explicit steps up to 1/2 are stable; φₖ
/// are two of its eigenvectors, and g = Σ (aₖ' + κ λₖ aₖ) φₖ makes u the solution.
final class ModelEvolution: LinearEvolution {
    private let stencil: ConstantStencil
    private let modes: [Mode]
    private let shape: [Int]

    private struct Mode {
        let eigenvalue: Double
        let vector: [Double]
        let amplitude: (Double) -> Double
        let derivative: (Double) -> Double
    }

    init(rows: Int, columns: Int) {
        stencil = ConstantStencil(rows: rows, columns: columns, diagonal: 1, alongRow: -0.25, acrossRows: -0.25)
        shape = [rows, columns]
        func mode(
            _ k: Int, _ l: Int, _ amplitude: @escaping (Double) -> Double, _ derivative: @escaping (Double) -> Double
        ) -> Mode {
            let (θ, ψ) = (Double(k) * .pi / Double(rows + 1), Double(l) * .pi / Double(columns + 1))
            let across = (1...columns).map { sin(ψ * Double($0)) }
            let vector = (1...rows).flatMap { i in across.map { sin(θ * Double(i)) * $0 } }
            return Mode(
                eigenvalue: 1 - cos(θ) / 2 - cos(ψ) / 2, vector: vector, amplitude: amplitude, derivative: derivative)
        }
        modes = [
            mode(1, 2, { exp(-$0) * (2 + cos(3 * $0)) }, { -exp(-$0) * (2 + cos(3 * $0) + 3 * sin(3 * $0)) }),
            mode(rows, columns, { 1 + sin(2 * $0) / 2 }, { cos(2 * $0) }),
        ]
    }

    private func κ(_ time: Double) -> Double { 1 + sin(time) / 2 }

    private func combination(_ weight: (Mode) -> Double) -> [Double] {
        let weights = modes.map(weight)
        return modes[0].vector.indices.map { index in
            weights[0] * modes[0].vector[index] + weights[1] * modes[1].vector[index]
        }
    }

    /// g.
    private func source(_ time: Double) -> [Double] {
        combination { $0.derivative(time) + κ(time) * $0.eigenvalue * $0.amplitude(time) }
    }

    /// u at a time.
    func solution(at time: Double) -> Tensor<Double> { Tensor(combination { $0.amplitude(time) }, shape: shape) }

    func initialState() throws -> Tensor<Double> { solution(at: 0) }

    func rate(of state: Tensor<Double>, at time: Double, into rate: inout Tensor<Double>) throws {
        let (κ, g, product) = (κ(time), source(time), ModelSystem.product(stencil, state).elements)
        rate = Tensor(g.indices.map { g[$0] - κ * product[$0] }, shape: shape)
    }

    func implicitStep(
        from state: Tensor<Double>, time: Double, step: Double, theta: Double
    ) throws -> any LinearSystem {
        let middle = time + step / 2
        return ModelStep(
            identityPlus(theta * step * κ(middle)), rightHandSide(from: state, time: time, step: step, theta: theta),
            context: [κ(time)])
    }

    /// I + s B.
    private func identityPlus(_ s: Double) -> ConstantStencil {
        ConstantStencil(
            rows: stencil.rows, columns: stencil.columns, diagonal: 1 + s * stencil.diagonal,
            alongRow: s * stencil.alongRow, acrossRows: s * stencil.acrossRows)
    }

    /// (I − (1 − θ) Δt κ B) u + Δt g at the middle of the step.
    private func rightHandSide(
        from state: Tensor<Double>, time: Double, step: Double, theta: Double
    ) -> Tensor<Double> {
        let middle = time + step / 2
        let g = source(middle)
        let explicit = ModelSystem.product(identityPlus(-(1 - theta) * step * κ(middle)), state).elements
        return Tensor(g.indices.map { explicit[$0] + step * g[$0] }, shape: shape)
    }

    func defect(
        of new: Tensor<Double>, from old: Tensor<Double>, time: Double, step: Double, scheme: StepScheme
    ) throws -> Double? {
        guard case .theta(let θ) = scheme else { return nil }
        let b = rightHandSide(from: old, time: time, step: step, theta: θ).elements
        let product = ModelSystem.product(identityPlus(θ * step * κ(time + step / 2)), new).elements
        return norm(zip(b, product).map { $0 - $1 }) / norm(b)
    }
}

/// The linear system of one implicit step.
private final class ModelStep: StencilSystem {
    let shape: [Int]
    let stencil: ConstantStencil
    let rightHandSide: Tensor<Double>
    let context: [Double]

    init(_ stencil: ConstantStencil, _ rightHandSide: Tensor<Double>, context: [Double]) {
        shape = rightHandSide.shape
        self.stencil = stencil
        self.rightHandSide = rightHandSide
        self.context = context
    }

    var matrixClass: MatrixClass { .symmetricPositiveDefinite }

    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        stencil.apply(x, into: y)
    }
}
