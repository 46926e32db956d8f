/// Texts on the product of axes, row-major, such as names along a dimension.
///
/// A text field on one axis whose name is its own gives the axis its coordinates in place of the axis' numbers: a
/// dimension of words.
public struct TextField: Equatable, Sendable {
    public var name: String
    public private(set) var axes: [Axis]
    public private(set) var values: [String]
    /// For labels. May be empty.
    public var longName: String

    /// - Throws: ``ShapeError`` where there are not as many texts as the axes have points.
    public init(_ name: String, axes: [Axis], _ values: [String], longName: String = "") throws {
        let count = try Grid.count(of: axes)
        guard values.count == count else {
            throw ShapeError("text field '\(name)' has \(values.count) texts for \(count) points")
        }
        self.name = name
        self.axes = axes
        self.values = values
        self.longName = longName
    }

    /// Whether these are the coordinates of its axis.
    var isCoordinate: Bool { axes.count == 1 && axes[0].name == name }
}
