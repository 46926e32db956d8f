import Ansatz
import Foundation

/// How a Gaussian field becomes a permeability.
enum PermeabilityKind: String, OptionChoice {
    /// One of two values, by whether the field is below a threshold.
    case threshold
    /// The exponential of the field.
    case lognormal
}

/// A permeability as the options of the problem and the generator say.
struct Permeability {
    let kind: PermeabilityKind
    let threshold: Double
    let low: Double
    let high: Double

    /// Turns a Gaussian field into the permeability, in place.
    func apply(to values: inout Tensor<Double>) throws {
        values.withMutableBuffer { values in
            switch kind {
            case .threshold:
                for index in values.indices { values[index] = values[index] < threshold ? low : high }
            case .lognormal:
                for index in values.indices { values[index] = exp(values[index]) }
            }
        }
        if let bad = values.withBuffer({ $0.first { !($0.isFinite && $0 > 0) } }) {
            throw ComputationError.badInput(
                "a permeability that was drawn is \(bad)",
                help: "a larger 'tau' or 'exponent' makes the logarithm smaller")
        }
    }

    static func conflicts(values: [Double]) -> [OptionConflict] {
        values.count == 2
            ? []
            : [
                OptionConflict(
                    "values", "'values' needs two values, below and above the threshold, and has \(values.count)")
            ]
    }
}
