/// A named ``AttributeValue``.
public struct Attribute: Hashable, Sendable, Codable {
    public var name: String
    public var value: AttributeValue

    public init(_ name: String, _ value: AttributeValue) {
        self.name = name
        self.value = value
    }
}

extension [Attribute] {
    /// The value of that name.
    public subscript(name: String) -> AttributeValue? { first { $0.name == name }?.value }
}
