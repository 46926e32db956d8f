import Ansatz

/// A factor that is 0 on walls and about 1 inside: outputs times it keep their conditions exactly.
enum WallFactor {
    /// Where a physical 0 is among normalised values.
    static func normalizedZero(_ normalizer: Normalizer, _ variable: SampleVariable) throws -> Tensor<Double> {
        let (shift, scale) = (normalizer.shift.elements, normalizer.scale.elements)
        let values = (0..<variable.count).map { -shift[$0 % shift.count] / scale[$0 % scale.count] }
        return Tensor(values)
    }

    /// The product over axes of s (towards one wall) or 4 s (1 - s) (two walls), with s from 0 to 1 along the axis.
    ///
    /// - Throws: ``ComputationError/unsuitable(_:help:)`` for a wall of no axis.
    static func values(on walls: [String], of variable: SampleVariable) throws -> [Double] {
        var factors = variable.axes.map { [Double](repeating: 1, count: $0.count) }
        for wall in walls {
            let name = String(wall.prefix { $0 != "-" && $0 != "+" })
            guard let axis = variable.axes.firstIndex(where: { $0.name == name }), variable.axes[axis].count > 1 else {
                throw ComputationError.unsuitable(
                    "'\(variable.name)' has no axis '\(name)' with walls",
                    help: "axes: \(variable.axes.map(\.name).joined(separator: ", "))")
            }
            let values = variable.axes[axis].values
            let (low, high) = (values[0], values[values.count - 1])
            for (index, value) in values.enumerated() {
                let s = (value - low) / (high - low)
                factors[axis][index] *= wall == name ? 4 * s * (1 - s) : wall.hasSuffix("-") ? s : 1 - s
            }
        }
        let shape = variable.shape
        return (0..<variable.count).map { point in
            var (rest, product) = (point, 1.0)
            for axis in shape.indices.reversed() {
                product *= factors[axis][rest % shape[axis]]
                rest /= shape[axis]
            }
            return product
        }
    }
}

/// zero + factor · x at each point.
final class WallStep<Scalar: TensorScalar>: Operation {
    let outputShape: [Int]
    private let count: Int
    private let factor: [Scalar]
    private let zero: [Scalar]

    init(factor: [Double], zero: [Double]) {
        count = factor.count
        outputShape = [count]
        self.factor = factor.map { Scalar($0) }
        self.zero = zero.map { Scalar($0) }
    }

    var name: String { "zero_on_walls" }
    var adjointNeeds: AdjointNeeds { AdjointNeeds() }
    var overwritableInput: Int? { 0 }

    func forward(_ call: ForwardCall<Scalar>) {
        let (x, y) = (call.input(0), call.output)
        for sample in 0..<call.samples {
            for i in 0..<count { y[sample * count + i] = zero[i] + factor[i] * x[sample * count + i] }
        }
    }

    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let target = call.gradient(0) else { return }
        let keeps = call.accumulates(0)
        for sample in 0..<call.samples {
            for i in (sample * count)..<((sample + 1) * count) {
                let part = factor[i - sample * count] * call.outputGradient[i]
                target[i] = keeps ? target[i] + part : part
            }
        }
    }
}
