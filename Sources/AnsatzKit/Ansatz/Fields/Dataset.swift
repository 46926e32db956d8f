/// Fields that belong together, in order, with what is known about them as a whole. One file.
public struct Dataset: Equatable, Sendable {
    public private(set) var fields: [Field]
    public var attributes: [Attribute]
    /// Written after the fields; reading a dataset leaves them out.
    public var texts: [TextField] = []

    /// - Throws: ``ShapeError`` where two fields share a name, or two different axes do.
    public init(_ fields: [Field] = [], attributes: [Attribute] = []) throws {
        self.fields = []
        self.attributes = attributes
        for field in fields { try add(field) }
    }

    /// The field of that name.
    public subscript(name: String) -> Field? { fields.first { $0.name == name } }

    /// Adds a field at the end.
    ///
    /// - Throws: ``ShapeError`` where a field of that name is there, or an axis that is another one of equal name.
    public mutating func add(_ field: Field) throws {
        if self[field.name] != nil { throw ShapeError("the dataset already has a field '\(field.name)'") }
        for axis in field.axes {
            for other in fields {
                for present in other.axes where present.name == axis.name && present != axis {
                    throw ShapeError(
                        "fields '\(other.name)' and '\(field.name)' have different axes of the name '\(axis.name)'")
                }
            }
        }
        fields.append(field)
    }
}
