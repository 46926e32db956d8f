/// What a file says about one of its datasets, without its numbers.
public struct StoredVariable: Hashable, Sendable, Codable {
    /// The path inside the file, without the leading slash: `T`, `metrics/residual`.
    public var name: String
    /// Slowest first.
    public var shape: [Int]
    /// The extents it may grow to; `nil` without limit.
    public var maximumShape: [Int?]
    /// One name per dimension: of the attached scale, else the label, else `dim_0`, `dim_1`, ...
    public var dimensions: [String]
    /// As people say it: `float64`, `int32`, `text`, `compound`.
    public var type: String
    /// Whether it reads as numbers.
    public var isNumeric: Bool
    /// Whether it holds the coordinates of a dimension.
    public var isCoordinate: Bool
    /// `1` where the file says nothing.
    public var unit: String
    public var longName: String
    public var attributes: [Attribute]
}
