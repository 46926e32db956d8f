/// What one sample of a dataset has under a name, without its numbers.
public struct SampleVariable: Hashable, Sendable, Codable {
    /// As in files: `a`, `u`.
    public var name: String
    /// Slowest first, without the axis that counts the samples; none where a sample has a single number.
    public var axes: [Axis]
    /// In the style of UDUNITS; `1` where there is none.
    public var unit: String
    /// For labels: "permeability". May be empty.
    public var longName: String

    public init(_ name: String, axes: [Axis], unit: String = "1", longName: String = "") {
        self.name = name
        self.axes = axes
        self.unit = unit
        self.longName = longName
    }

    /// Points along each axis, slowest first.
    public var shape: [Int] { axes.map(\.count) }

    /// Numbers of one sample. Datasets are refused where this does not fit an `Int`.
    public var count: Int { axes.reduce(1) { $0 * $1.count } }
}
