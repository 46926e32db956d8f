import Ansatz

/// ‖u − v‖₂ / ‖v‖₂ over all points; ‖u‖₂ where v = 0.
struct RelativeL2: FieldMetric {
    static let info = ComponentInfo("relative_l2", "Relative error in the Euclidean norm over all points")

    var options = NoOptions()

    func value(of field: Field, reference: Field) throws -> Double {
        let (difference, reference) = try (differenceOf(field, reference), reference.doubles)
        let scale = reference.withBuffer { norm2($0) }
        let error = difference.withBuffer { norm2($0) }
        return scale == 0 ? error : error / scale
    }
}

/// max |u − v| over all points.
struct MaximumError: FieldMetric {
    static let info = ComponentInfo("max_error", "Largest absolute difference over all points")

    var options = NoOptions()

    func value(of field: Field, reference: Field) throws -> Double {
        try differenceOf(field, reference).withBuffer { maximumMagnitude($0) }
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
    reference.doubles.withBuffer { reference in difference.withMutableBuffer { axpy(-1, reference, $0) } }
    return difference
}
