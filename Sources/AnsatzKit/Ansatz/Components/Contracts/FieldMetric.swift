/// Compares a field with a reference and gives one number, such as the relative L2 error.
public protocol FieldMetric: Component {
    /// The number; its name in tables is the component's.
    ///
    /// - Throws: ``ComputationError`` where the fields can't be compared.
    func value(of field: Field, reference: Field) throws -> Double
}
