/// The distribution that a parameter's first values are drawn from.
public enum Initialization: Hashable, Sendable {
    case constant(Double)
    /// Uniform in [lower, upper).
    case uniform(Double, Double)
    /// Normal with mean 0.
    case normal(deviation: Double)

    public static let zeros = Initialization.constant(0)
    public static let ones = Initialization.constant(1)

    /// Uniform in ±1/√inputs: what PyTorch draws linear maps and convolutions from, weights and biases.
    public static func fanIn(_ inputs: Int) -> Initialization {
        let bound = 1 / Double(Swift.max(inputs, 1)).squareRoot()
        return .uniform(-bound, bound)
    }

    /// Normal with variance 2/(inputs + outputs). Source: X. Glorot and Y. Bengio, AISTATS 2010, eq. 12.
    public static func glorotNormal(_ inputs: Int, _ outputs: Int) -> Initialization {
        .normal(deviation: (2 / Double(Swift.max(inputs + outputs, 1))).squareRoot())
    }

    /// Uniform with variance 2/(inputs + outputs). Source: X. Glorot and Y. Bengio, AISTATS 2010, eq. 16.
    public static func glorotUniform(_ inputs: Int, _ outputs: Int) -> Initialization {
        let bound = (6 / Double(Swift.max(inputs + outputs, 1))).squareRoot()
        return .uniform(-bound, bound)
    }

    /// Normal with variance 2/inputs, for rectifiers. Source: K. He et al., ICCV 2015, eq. 10.
    public static func heNormal(_ inputs: Int) -> Initialization {
        .normal(deviation: (2 / Double(Swift.max(inputs, 1))).squareRoot())
    }

    /// Draws values in order.
    func fill(_ values: UnsafeMutableBufferPointer<Double>, from random: inout RandomStream) {
        for index in values.indices {
            switch self {
            case .constant(let value): values[index] = value
            case .uniform(let lower, let upper): values[index] = lower + (upper - lower) * random.uniform()
            case .normal(let deviation): values[index] = deviation * random.normal()
            }
        }
    }
}
