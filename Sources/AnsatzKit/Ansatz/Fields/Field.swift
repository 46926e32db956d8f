/// A named quantity on the product of axes: numbers, a unit, and what the dimensions are.
///
/// Values are row-major, slowest axis first: (sample, time, z, y, x, component). A field without axes is one number.
public struct Field: Equatable, Sendable {
    /// As in files: `T`, `velocity`.
    public var name: String
    public private(set) var axes: [Axis]
    public private(set) var values: FieldValues
    /// In the style of UDUNITS: `K`, `m s-1`; `1` where there is none.
    public var unit: String
    /// For labels: "temperature". May be empty.
    public var longName: String
    /// What the values 0, 1, 2, ... stand for, where they are no quantities; in files `flag_meanings`.
    public var meanings: [String] = []

    /// - Throws: ``ShapeError`` where the values' shape is not that of the axes.
    public init(_ name: String, axes: [Axis], values: FieldValues, unit: String = "1", longName: String = "") throws {
        let shape = axes.map(\.count)
        _ = try Grid.count(of: axes)
        guard values.shape == shape else {
            throw ShapeError.mismatch(field: name, expected: shape, found: values.shape)
        }
        self.name = name
        self.axes = axes
        self.values = values
        self.unit = unit
        self.longName = longName
    }

    public init(
        _ name: String, axes: [Axis], _ values: Tensor<Double>, unit: String = "1", longName: String = ""
    ) throws {
        try self.init(name, axes: axes, values: .float64(values), unit: unit, longName: longName)
    }

    public init(
        _ name: String, axes: [Axis], _ values: Tensor<Float>, unit: String = "1", longName: String = ""
    ) throws {
        try self.init(name, axes: axes, values: .float32(values), unit: unit, longName: longName)
    }

    public var shape: [Int] { values.shape }
    public var count: Int { values.count }
    public var precision: FieldPrecision { values.precision }

    /// The numbers as `Double`.
    public var doubles: Tensor<Double> { values.doubles }

    /// The numbers as `Float`.
    public var floats: Tensor<Float> { values.floats }

    /// The same field in another precision.
    public func converted(to precision: FieldPrecision) -> Field {
        var field = self
        field.values = values.converted(to: precision)
        return field
    }

    public var statistics: FieldStatistics {
        var statistics = FieldStatistics()
        statistics.add(values)
        return statistics
    }

    /// The position of the first NaN or infinity in row-major order, one index per axis; `nil` where all are finite.
    public var firstNonFinite: [Int]? {
        let position: Int? =
            switch values {
            case .float32(let tensor): tensor.withBuffer { $0.firstIndex { !$0.isFinite } }
            case .float64(let tensor): tensor.withBuffer { $0.firstIndex { !$0.isFinite } }
            }
        guard var rest = position else { return nil }
        var indices = [Int](repeating: 0, count: shape.count)
        for dimension in shape.indices.reversed() {
            indices[dimension] = rest % shape[dimension]
            rest /= shape[dimension]
        }
        return indices
    }
}
