import Ansatz

/// A quantity at all points of a grid, or a number where it is the same everywhere.
enum PointValues {
    case constant(Double)
    case values(Tensor<Double>)

    /// One number where all are equal.
    init(_ values: Tensor<Double>) {
        let first = values.withBuffer { values in
            values.first.flatMap { first in values.allSatisfy { $0 == first } ? first : nil }
        }
        self = first.map { .constant($0) } ?? .values(values)
    }

    /// Samples a source on axes.
    init<Variables>(_ source: FieldSource<Variables>, on axes: [Axis], _ run: RunContext) throws {
        let sampler = try source.sampler(on: axes, run)
        var values = Tensor<Double>(shape: axes.map(\.count))
        try sampler.sample(at: 0, into: &values)
        self.init(values)
    }

    var minimum: Double {
        switch self {
        case .constant(let value): value
        case .values(let values): values.withBuffer { $0.min() } ?? 0
        }
    }

    /// The first element that breaks a rule, and where it is.
    func first(where isBad: (Double) -> Bool) -> (position: Int, value: Double)? {
        switch self {
        case .constant(let value): isBad(value) ? (0, value) : nil
        case .values(let values): values.withBuffer { all in all.firstIndex(where: isBad).map { ($0, all[$0]) } }
        }
    }

    /// All of them.
    func tensor(shape: [Int]) -> Tensor<Double> {
        switch self {
        case .constant(let value): Tensor(repeating: value, shape: shape)
        case .values(let values): values
        }
    }
}
