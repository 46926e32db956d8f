import Ansatz

/// The mean of (u − v)² over all points.
struct MeanSquaredDifference: FieldMetric {
    static let info = ComponentInfo("mse", "Mean of the squared differences over all points")

    var options = NoOptions()

    func value(of field: Field, reference: Field) throws -> Double {
        let difference = try differenceOf(field, reference)
        let norm = norm2(difference)
        return norm * norm / Double(max(difference.count, 1))
    }
}
