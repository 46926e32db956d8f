/// The points where a field has values: the product of axes, slowest first — (z, y, x).
public struct Grid: Hashable, Sendable {
    public let axes: [Axis]
    /// The number of points.
    public let count: Int

    /// - Throws: ``ShapeError`` where two axes share a name, an axis has a negative count, or the number of points
    ///   does not fit an `Int`.
    public init(_ axes: [Axis]) throws {
        var names: Set<String> = []
        for axis in axes where !names.insert(axis.name).inserted {
            throw ShapeError("two axes of a grid are called '\(axis.name)'")
        }
        self.axes = axes
        count = try Grid.count(of: axes)
    }

    /// The number of points on each axis.
    public var shape: [Int] { axes.map(\.count) }

    /// The distance between neighbours on each axis, `nil` on uneven ones.
    public var spacing: [Double?] { axes.map { $0.spacing() } }

    /// The axis of that name.
    public subscript(name: String) -> Axis? { axes.first { $0.name == name } }

    /// The coordinates of the point at a row-major position, one per axis.
    ///
    /// - Precondition: `position` is in `0..<count`.
    public func coordinates(ofPoint position: Int) -> [Double] {
        precondition((0..<count).contains(position), "point \(position) outside 0..<\(count)")
        var rest = position
        var result = [Double](repeating: 0, count: axes.count)
        for dimension in axes.indices.reversed() {
            let axis = axes[dimension]
            result[dimension] = axis.coordinate(at: rest % axis.count)
            rest /= axis.count
        }
        return result
    }

    static func count(of axes: [Axis]) throws -> Int {
        let shape = axes.map(\.count)
        guard let count = Tensor<Double>.elementCount(of: shape) else {
            throw ShapeError("axes of \(ShapeError.text(shape)) points have more points than can be counted")
        }
        return count
    }
}
