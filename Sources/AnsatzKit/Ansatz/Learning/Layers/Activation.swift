/// A function of single numbers between the layers of a network.
public enum Activation: String, Hashable, Sendable, Codable, OptionChoice {
    /// max(x, 0).
    case relu
    case tanh
    /// x Φ(x) with the normal distribution function Φ, by erf and not its approximation by tanh.
    ///
    /// In single precision it is within 5e-8 of its value, the slope within 8e-8.
    /// Source: D. Hendrycks and K. Gimpel, "Gaussian Error Linear Units", arXiv:1606.08415.
    case gelu
    /// x / (1 + e⁻ˣ).
    case silu
    /// sin x.
    case sine
    /// x: no activation.
    case identity
}

extension Tape {
    /// The activation of each number.
    public func activate(_ x: Value, by activation: Activation) -> Value {
        activation == .identity ? x : record(ActivationStep<Scalar>(activation, x.shape), [x])
    }

    /// The Gaussian error linear unit of each number; see ``Activation/gelu``.
    public func gelu(_ x: Value) -> Value { activate(x, by: .gelu) }
}

/// A function of each number, with its slope.
final class ActivationStep<Scalar: TensorScalar>: Operation {
    let outputShape: [Int]
    private let activation: Activation
    private let count: Int

    init(_ activation: Activation, _ shape: [Int]) {
        self.activation = activation
        outputShape = shape
        count = shape.reduce(1, *)
    }

    /// Whether the slope follows from the result alone.
    private var readsResult: Bool { activation == .relu || activation == .tanh }

    var name: String { activation.rawValue }
    var overwritableInput: Int? { 0 }
    var adjointNeeds: AdjointNeeds {
        readsResult ? AdjointNeeds(output: true) : AdjointNeeds(inputs: [0])
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward(_ call: ForwardCall<Scalar>) {
        LearningKernels.activate(activation, call.input(0), call.output, count: call.samples * count)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func adjoint(_ call: AdjointCall<Scalar>) {
        guard let target = call.gradient(0) else { return }
        LearningKernels.activationAdjoint(
            activation, readsResult ? call.output : call.input(0), call.outputGradient, target,
            count: call.samples * count, adds: call.accumulates(0))
    }
}
