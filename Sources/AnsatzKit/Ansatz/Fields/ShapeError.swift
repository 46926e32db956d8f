/// Thrown where axes and values do not fit together.
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, with the name and the numbers.
    public var message: String

    public init(_ message: String) { self.message = message }

    public var description: String { message }

    static func mismatch(field: String, expected: [Int], found: [Int]) -> ShapeError {
        ShapeError("field '\(field)' has values of shape \(text(found)), its axes need \(text(expected))")
    }

    /// `64×65`, or `a single number`.
    static func text(_ shape: [Int]) -> String {
        shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: "×")
    }
}
