import Ansatz
import Glibc

/// A convection-diffusion matrix on a line, which is not symmetric, with a known answer:
///
///     (A x)ᵢ = 3 xᵢ − 1.4 xᵢ₋₁ − 0.6 xᵢ₊₁,    b = A x*,  x*ᵢ = 1 + cos(i)/2.
final class ModelGeneralSystem: LinearSystem {
    let shape: [Int]
    let rightHandSide: Tensor<Double>

    init(count: Int) {
        shape = [count]
        rightHandSide = Tensor(Self.product((0..<count).map { 1 + cos(Double($0)) / 2 }))
    }

    func apply(_ x: UnsafeBufferPointer<Double>, into y: UnsafeMutableBufferPointer<Double>) {
        _ = y.update(fromContentsOf: Self.product(Array(x)))
    }

    /// ‖b − A x‖₂ / ‖b‖₂.
    func residual(of x: Tensor<Double>) -> Double {
        norm(zip(rightHandSide.elements, Self.product(x.elements)).map { $0 - $1 }) / norm(rightHandSide.elements)
    }

    private static func product(_ x: [Double]) -> [Double] {
        x.indices.map { i in
            3 * x[i] - 1.4 * (i > 0 ? x[i - 1] : 0) - 0.6 * (i + 1 < x.count ? x[i + 1] : 0)
        }
    }
}
