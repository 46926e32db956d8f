/// Maps fields to fields: a change of grid, a filter, and (with weights that were learned) a neural operator.
///
/// If you write one: say in the errors which fields you need and what was given.
public protocol Operator: Component {
    /// The image of the given fields.
    ///
    /// - Throws: ``ComputationError`` where the fields are not what this operator takes.
    mutating func apply(_ fields: [Field], _ run: RunContext) throws -> [Field]
}
