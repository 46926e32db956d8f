import Ansatz
import Foundation

/// Draws Gaussian random fields on the unit box with covariance τ^(2α−2) (−Δ + τ²)^(−α), Δ the Laplacian with mirrored
/// walls and without its constant mode:
///
///     g(x) = Σₖ ξₖ τ^(α−1) (π²|k|² + τ²)^(−α/2) φₖ(x),    φₖ = Π √2 cos(π kᵢ xᵢ) (1 where kᵢ = 0),    ξ standard normal, g₀ = 0.
///
/// The modes are those that the points tell apart. Numbers are drawn shell after shell of growing wave numbers, so that
/// the fields of one stream on two grids with equally many points along all axes have the same slow modes.
///
/// Sources of flow have the constant mode too, and a given size.
///
/// Source: Z. Li et al., "Fourier Neural Operator for Parametric Partial Differential Equations", ICLR 2021, and the
/// script that made its data.
struct GaussianField {
    /// Where the points of each axis lie.
    enum Points {
        /// At the ends of equal cells, walls included.
        case nodes
        /// In the middle of equal cells.
        case centres
    }

    let shape: [Int]
    private let transform: TrigonometricTransform<Double>
    /// What each mode's number is multiplied by, the transform's own factors included; and where in the order of drawing
    /// it comes.
    private let scales: [Double]
    private let order: [Int32]
    private var numbers: Tensor<Double>

    /// - Parameters:
    ///   - shape: points along each axis, slowest first; at least two.
    ///   - exponent: α.
    ///   - inverseLength: τ.
    ///   - deviation: where given, the constant mode is drawn as well, and all modes are scaled so that the mean of the
    ///     field's square over the box and all draws has this root.
    init(
        shape: [Int], _ points: Points, exponent: Double, inverseLength: Double, deviation: Double? = nil
    ) throws {
        guard let count = Tensor<Double>.elementCount(of: shape), count < Int(Int32.max), shape.allSatisfy({ $0 >= 2 })
        else { throw ComputationError.tooLarge("a random field on \(shape) points") }
        self.shape = shape
        let kind: TrigonometricTransform<Double>.Kind = points == .nodes ? .cosineI : .cosineIII
        do {
            transform = try TrigonometricTransform(shape.map { _ in kind }, shape: shape)
        } catch { throw ComputationError.tooLarge("a random field on \(shape) points: \(error)") }
        numbers = Tensor(shape: [count])
        var scales = [Double](repeating: 0, count: count)
        var order = [Int32](repeating: 0, count: count)
        let isCube = Set(shape).count == 1
        let amplitude = pow(inverseLength, exponent - 1)
        var variance = 0.0
        BoxGrid.forEachIndex(of: shape) { position, k in
            order[position] = Int32(isCube ? Self.shellOrder(k) : position)
            let square = k.reduce(0.0) { $0 + Double($1 * $1) }
            guard square > 0 || deviation != nil else { return }
            var scale = amplitude * pow(Double.pi * Double.pi * square + inverseLength * inverseLength, -exponent / 2)
            variance += scale * scale
            for (k, extent) in zip(k, shape) where k > 0 {
                // The transforms double all modes but the first, and the last of `cosineI`.
                scale *= points == .nodes && k == extent - 1 ? 2.0.squareRoot() : 0.5.squareRoot()
            }
            scales[position] = scale
        }
        if let deviation {
            let factor = deviation / variance.squareRoot()
            for index in scales.indices { scales[index] *= factor }
        }
        guard scales.allSatisfy(\.isFinite) else {
            throw ComputationError.unsuitable(
                "a random field with exponent \(exponent) and tau \(inverseLength) is not finite",
                help: "use numbers of moderate size, such as 2 and 3")
        }
        self.scales = scales
        self.order = order
    }

    /// The place of a mode in the order of its largest wave number, which no finer grid changes.
    private static func shellOrder(_ k: [Int]) -> Int {
        let shell = k.max() ?? 0
        // Below: the cube of smaller modes. Within the shell, one face after another, by the first axis that reaches it.
        var place = k.reduce(1) { partial, _ in partial * shell }
        for (axis, index) in k.enumerated() {
            // Axes before `axis` stay below the shell, those after it may reach it.
            let extents = k.indices.map { $0 < axis ? shell : $0 == axis ? 1 : shell + 1 }
            if index == shell {
                var within = 0
                for other in k.indices where other != axis { within = within * extents[other] + k[other] }
                return place + within
            }
            place += extents.reduce(1, *)
        }
        return place
    }

    /// Draws a field into `values`.
    ///
    /// - Precondition: `values` has ``shape``.
    mutating func draw(_ random: inout RandomStream, into values: inout Tensor<Double>) throws {
        numbers.withMutableBuffer { random.fillNormal($0) }
        numbers.withBuffer { numbers in
            values.withMutableBuffer { values in
                for index in values.indices { values[index] = scales[index] * numbers[Int(order[index])] }
            }
        }
        try transform.forward(inPlace: &values)
    }
}
