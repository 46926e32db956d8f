/// Thrown where operands' shapes do not fit an operation, or are too large for the library that does it.
public struct ShapeMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was asked, what the shapes are, what they should be.
    public let description: String

    public init(_ description: String) { self.description = description }
}
