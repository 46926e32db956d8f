import Ansatz

/// ‖u − v‖₂ / ‖v‖₂ over all points; ‖u‖₂ where v = 0.
struct RelativeL2: FieldMetric {
    static let info = ComponentInfo("relative_l2", "Relative error in the Euclidean norm over all points")

    var options = NoOptions()

    func value(of field: Field, reference: Field) throws -> Double {
        let (difference, reference) = try (differenceOf(field, reference), reference.doubles)
        let (error, scale) = (norm2(difference), norm2(reference))
        return scale == 0 ? error : error / scale
    }
}

/// max |u − v| over all points.
struct MaximumError: FieldMetric {
    static let info = ComponentInfo("max_error", "Largest absolute difference over all points")

    var options = NoOptions()

    func value(of field: Field, reference: Field) throws -> Double {
        try differenceOf(field, reference).maximumMagnitude
    }
}

/// u − v, point by point.
///
/// - Throws: `ComputationError.unsuitable` for different shapes.
func differenceOf(_ field: Field, _ reference: Field) throws -> Tensor<Double> {
    guard field.shape == reference.shape else {
        throw ComputationError.unsuitable(
            "'\(field.name)' has shape \(field.shape), the reference '\(reference.name)' \(reference.shape)",
            help: "bring them to one grid with the operator 'resample'")
    }
    var difference = field.doubles
    axpy(-1, reference.doubles, &difference)
    return difference
}
