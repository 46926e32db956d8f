import Ansatz

/// The values of a tuned option as places u in [−1, 1] along the option's own scale, where functions of u are made small.
struct ProposalLine {
    private let space: TuningSpace
    /// Coordinates of the range's ends, of which the first may be the larger.
    private let first: Double
    private let last: Double
    /// The places that are tried.
    private let places: [Double]
    /// T₁ at all places, then T₂, and so on: T₀ is 1. Each filled up to whole SIMD registers.
    private let polynomials: [SIMD8<Double>]
    private let degree: Int
    private var values: [Double]

    /// - Throws: where the option's scale has no number for an end of its range.
    init(_ space: TuningSpace, degree: Int, tuner: String) throws {
        self.space = space
        self.degree = degree
        first = space.scale.coordinate(of: space.range.lowerBound)
        last = space.scale.coordinate(of: space.range.upperBound)
        guard first.isFinite, last.isFinite else {
            throw ComputationError.unsuitable(
                "tuner '\(tuner)' can't work on the range \(space.range.lowerBound) to \(space.range.upperBound) of "
                    + "the tuned option, whose scale is infinite there", help: "use another tuner")
        }
        let ends = (first, last)
        if let count = space.count, count <= Self.resolution {
            places = (0..<count).map { Self.place(of: space.range.lowerBound + Double($0), space.scale, ends) }
        } else {
            places = (0..<Self.resolution).map { 2 * Double($0) / Double(Self.resolution - 1) - 1 }
        }
        var tables = places.map { _ in Array(repeating: 0.0, count: degree + 1) }
        for index in places.indices { TensorPolynomials.chebyshev(places[index], degree, into: &tables[index]) }
        let registers = (places.count + 7) / 8
        polynomials = (0..<degree).flatMap { k in
            (0..<registers).map { register in
                var eight = SIMD8<Double>.zero
                for lane in 0..<8 where 8 * register + lane < tables.count {
                    eight[lane] = tables[8 * register + lane][k + 1]
                }
                return eight
            }
        }
        values = Array(repeating: 0, count: 8 * registers)
    }

    /// u of a value.
    func place(of value: Double) -> Double { Self.place(of: value, space.scale, (first, last)) }

    private static func place(of value: Double, _ scale: TuningScale, _ ends: (Double, Double)) -> Double {
        guard ends.0 != ends.1 else { return 0 }
        return min(max(2 * (scale.coordinate(of: value) - ends.0) / (ends.1 - ends.0) - 1, -1), 1)
    }

    /// The value where Σ aₖ Tₖ(u) is smallest: the best place, and where values lie between places the lowest point of
    /// the parabola through it and its neighbours.
    mutating func value(ofSmallest coefficients: [Double]) -> Double {
        let count = places.count
        let registers = values.count / 8
        values.withUnsafeMutableBytes { values in
            polynomials.withUnsafeBufferPointer { polynomials in
                for register in 0..<registers {
                    var sum = SIMD8(repeating: coefficients[0])
                    for k in 0..<degree { sum += coefficients[k + 1] * polynomials[k * registers + register] }
                    values.storeBytes(of: sum, toByteOffset: 64 * register, as: SIMD8<Double>.self)
                }
            }
        }
        var best = 0
        for index in 0..<count where values[index] < values[best] { best = index }
        if count == space.count { return space.range.lowerBound + Double(best) }
        var u = places[best]
        if best > 0, best < places.count - 1 {
            let (left, right) = (values[best - 1], values[best + 1])
            let curvature = left - 2 * values[best] + right
            if curvature > 0 { u += 0.5 * (left - right) / curvature * (places[best] - places[best - 1]) }
        }
        return value(at: u)
    }

    private func value(at u: Double) -> Double {
        let exact = space.scale.value(at: first + (last - first) * (u + 1) / 2)
        let value = space.kind == .interval ? exact : exact.rounded()
        return min(max(value, space.range.lowerBound), space.range.upperBound)
    }

    private static let resolution = 41
}
